<?php
// Prints what all may read of the site, as WordPress itself shows it: its posts, and their terms.
$_SERVER['HTTP_HOST'] = getenv('HTTP_HOST');
require 'wp-load.php';

function trial_labels($term) {
    $terms = [$term];
    foreach (get_ancestors($term->term_id, 'category', 'taxonomy') as $id) {
        $terms[] = get_term($id, 'category');
    }
    return array_map(fn($one) => [html_entity_decode($one->name, ENT_QUOTES), urldecode($one->slug)], $terms);
}

function trial_authors($post) {
    $terms = wp_get_object_terms($post->ID, 'author', ['orderby' => 'term_order']);
    $names = array_map(fn($term) => get_user_by('login', $term->name)->display_name, $terms);
    return $names ?: [get_the_author_meta('display_name', $post->post_author)];
}

$stories = [];
$query = new WP_Query([
    'post_type' => 'post', 'post_status' => 'publish', 'has_password' => false,
    'posts_per_page' => -1, 'ignore_sticky_posts' => true,
]);
while ($query->have_posts()) {
    $query->the_post();
    $post = get_post();
    $stories[$post->ID] = [
        'guid' => $post->guid,
        'link' => get_permalink(),
        'title' => html_entity_decode(get_the_title(), ENT_QUOTES | ENT_HTML5),
        'html' => apply_filters('the_content', $post->post_content), // as the REST API does
        'summary' => $post->post_excerpt,
        'authors' => trial_authors($post),
        'labels' => array_merge([], ...array_map('trial_labels', get_the_category())),
        'tags' => array_map(fn($tag) => html_entity_decode($tag->name, ENT_QUOTES), get_the_tags() ?: []),
        'picture' => get_the_post_thumbnail_url($post, 'full') ?: '',
        'published' => get_post_time('c', true),
        'enclosures' => get_post_meta($post->ID, 'enclosure'),
    ];
}
echo json_encode($stories, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);

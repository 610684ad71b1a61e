<?php
// What editors do, each by the function that WordPress's own screens call. Fields are WordPress's.
foreach (['image', 'media', 'post', 'taxonomy', 'user'] as $file) {
    require_once ABSPATH . "wp-admin/includes/$file.php";
}
wp_set_current_user(1);

function trial_verbs() {
    return [
        // Posts: those with an ID are changed, others made. `thumbnail` is an attachment's ID, 0 for none.
        'save' => 'trial_save',
        'trash' => fn($f) => wp_trash_post($f['ID'])->ID,
        'untrash' => fn($f) => trial_untrash($f['ID']),
        'delete' => fn($f) => wp_delete_post($f['ID'], true)->ID,
        'due' => 'trial_due',
        'bulk' => fn($f) => bulk_edit_posts($f),
        'revert' => fn($f) => wp_restore_post_revision(array_key_last(wp_get_post_revisions($f['ID']))),
        'type' => fn($f) => set_post_type($f['ID'], $f['type']),
        'stick' => fn($f) => stick_post($f['ID']),
        'unstick' => fn($f) => unstick_post($f['ID']),
        'meta' => fn($f) => update_post_meta($f['ID'], $f['key'], wp_slash($f['value'])),
        'coauthors' => 'trial_coauthors',
        'picture' => 'trial_picture',
        // Terms, users, settings.
        'term' => fn($f) => (int) wp_insert_term($f['name'], $f['taxonomy'], $f)['term_id'],
        // A term is known by its `term_id`, or by the slug that it has, `slug_now`.
        'term_edit' => fn($f) => wp_update_term(trial_term($f), $f['taxonomy'], $f),
        'term_delete' => fn($f) => wp_delete_term(trial_term($f), $f['taxonomy']),
        'user' => fn($f) => wp_insert_user($f + ['user_pass' => 'x', 'role' => 'author']),
        'user_edit' => fn($f) => wp_update_user($f),
        'user_delete' => fn($f) => wp_delete_user($f['ID'], $f['reassign']),
        'option' => fn($f) => update_option($f['name'], $f['value']),
        'permalinks' => 'trial_permalinks',
        'get' => fn($f) => get_post($f['ID'], ARRAY_A),
    ];
}

function trial_save($fields) {
    $fields = wp_slash($fields);
    if (isset($fields['post_date'])) {
        $fields['edit_date'] = true;
        $fields['post_date_gmt'] = get_gmt_from_date($fields['post_date']);
    }
    // The editor's screen keeps an empty post first: hence the guid, `/?p=N`.
    $type = $fields['post_type'] ?? 'post';
    $fields['ID'] ??= wp_insert_post(['post_status' => 'auto-draft', 'post_title' => '-', 'post_type' => $type]);
    $id = wp_update_post($fields, true);
    if (!is_wp_error($id) && isset($fields['thumbnail'])) {
        $fields['thumbnail'] ? set_post_thumbnail($id, $fields['thumbnail']) : delete_post_thumbnail($id);
    }
    return $id;
}

function trial_term($fields) {
    return $fields['term_id'] ?? get_term_by('slug', $fields['slug_now'], $fields['taxonomy'])->term_id;
}

// "Restore" makes a draft of a post since 5.6; "Undo" right after trashing brings its status back.
function trial_untrash($id) {
    add_filter('wp_untrash_post_status', 'wp_untrash_post_set_previous_status', 10, 3);
    return wp_untrash_post($id)->ID;
}

// What WordPress's clock does with a scheduled post whose moment has come: here it comes at once.
function trial_due($fields) {
    global $wpdb;
    $moment = ['post_date' => current_time('mysql'), 'post_date_gmt' => current_time('mysql', true)];
    $wpdb->update($wpdb->posts, $moment, ['ID' => $fields['ID']]);
    clean_post_cache($fields['ID']);
    check_and_publish_future_post($fields['ID']);
    return get_post_status($fields['ID']);
}

// Co-Authors Plus keeps a term for each author, by his login, in the order of the byline.
function trial_coauthors($fields) {
    $terms = [];
    foreach ($fields['logins'] as $login) {
        $user = get_user_by('login', $login);
        $slug = "cap-$user->user_nicename";
        $term = get_term_by('slug', $slug, 'author') ?: null;
        $words = [$user->display_name, $user->first_name, $user->last_name, $login, $user->ID, $user->user_email];
        $terms[] = $term ? $term->term_id : (int) wp_insert_term(
            $login, 'author', ['slug' => $slug, 'description' => implode(' ', $words)],
        )['term_id'];
    }
    return wp_set_object_terms($fields['ID'], $terms, 'author');
}

// An attachment with a picture of one colour.
function trial_picture($fields) {
    [$width, $height] = [$fields['width'] ?? 800, $fields['height'] ?? 450];
    $folder = wp_upload_dir();
    $file = wp_unique_filename($folder['path'], $fields['name']);
    $image = imagecreatetruecolor($width, $height);
    imagefill($image, 0, 0, imagecolorallocate($image, ...array_map('ord', str_split(substr(md5($file), 0, 3)))));
    imagejpeg($image, "$folder[path]/$file");
    $id = wp_insert_attachment([
        'post_mime_type' => 'image/jpeg', 'post_title' => $fields['title'] ?? $file,
        'post_excerpt' => $fields['caption'] ?? '', 'post_status' => 'inherit', 'guid' => "$folder[url]/$file",
    ], "$folder[path]/$file", $fields['parent'] ?? 0);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, "$folder[path]/$file"));
    update_post_meta($id, '_wp_attachment_image_alt', wp_slash($fields['alt'] ?? ''));
    return $id;
}

function trial_permalinks($fields) {
    global $wp_rewrite;
    $wp_rewrite->set_permalink_structure($fields['structure']);
    flush_rewrite_rules();
    return get_option('permalink_structure');
}

<?php
// Makes the newspaper: authors, nested categories, pictures, and `$argv[1]` posts of many kinds.
// Prints by kind which posts there are.
$_SERVER['HTTP_HOST'] = getenv('HTTP_HOST');
require 'wp-load.php';
require_once __DIR__ . '/verbs.php';
require_once __DIR__ . '/words.php';

$users = ['editor' => 1];
wp_update_user(['ID' => 1, 'display_name' => 'هيئة التحرير']);
foreach ([
    'salma' => 'سلمى حداد',
    'karim' => 'كريم المنشاوي',
    'nadia' => 'نادية عبد الرحيم',
    'yusuf' => 'يوسف الساحلي',
    'rana' => 'رنا الهاشمي',
] as $login => $name) {
    $users[$login] = wp_insert_user([
        'user_login' => $login, 'display_name' => $name, 'user_pass' => 'x', 'role' => 'author',
        'user_email' => "$login@example.com",
    ]);
}

// By topics: name, slug and parent of each category, those above first.
const TRIAL_CATEGORIES = [
    'politics' => [
        'politics' => ['سياسة', 'politics', null],
        'parliament' => ['البرلمان', 'البرلمان', 'politics'],
        'committees' => ['اللجان', 'اللجان', 'parliament'],
    ],
    'economy' => [
        'economy' => ['اقتصاد', 'economy', null],
        'markets' => ['أسواق', 'أسواق', 'economy'],
        'shipping' => ['موانئ وشحن', 'موانئ-وشحن', 'economy'],
    ],
    'sports' => [
        'sports' => ['رياضة', 'رياضة', null],
        'football' => ['كرة القدم', 'كرة-القدم', 'sports'],
        'swimming' => ['سباحة', 'سباحة', 'sports'],
    ],
    'culture' => [
        'culture' => ['ثقافة', 'culture', null],
        'books' => ['كتب وقراءات', 'كتب-وقراءات', 'culture'],
    ],
    'governorates' => [
        'governorates' => ['المحافظات', 'المحافظات', null],
        'upper' => ['الصعيد', 'الصعيد', 'governorates'],
    ],
    '' => ['opinion' => ['مقالات', 'مقالات', null]],
];
$categories = [];
foreach (array_merge(...array_values(TRIAL_CATEGORIES)) as $key => [$name, $slug, $parent]) {
    $above = $parent ? $categories[$parent] : 0;
    $term = wp_insert_term($name, 'category', ['slug' => $slug, 'parent' => $above]);
    $categories[$key] = $term['term_id'];
}

$pictures = array_map(fn($number) => trial_picture([
    'name' => "picture-$number.jpg", 'title' => "صورة رقم $number", 'alt' => "مشهد من المرفأ رقم $number",
    'caption' => "تعليق على الصورة رقم $number",
]), range(1, 12));

$count = (int) $argv[1];
$kinds = [];
$modified = [];
$start = time() - 200 * DAY_IN_SECONDS;
foreach (range(0, $count - 1) as $number) {
    $topic = array_keys(TRIAL_TOPICS)[$number % count(TRIAL_TOPICS)];
    $kind = trial_kind($number);
    $date = $start + intdiv($number * 199 * DAY_IN_SECONDS, $count) + $number % 60;
    $filed = array_keys(TRIAL_CATEGORIES[$topic]);
    $tags = $number % 4 ? range($number, $number + $number % 4 - 1) : [];
    $post = [
        'post_title' => trial_title($topic, $number),
        'post_content' => $number % 2 ? trial_blocks($number) : trial_classic($number),
        'post_excerpt' => $number % 3 ? '' : 'الخلاصة: ' . trial_sentence($number + 1),
        'post_status' => 'publish',
        'post_author' => array_values($users)[$number % count($users)],
        'post_date' => wp_date('Y-m-d H:i:s', $date),
        'post_category' => [$categories[$filed[intdiv($number, 5) % count($filed)]]],
        'tags_input' => array_map(fn($tag) => TRIAL_TAGS[$tag % count(TRIAL_TAGS)], $tags),
        'thumbnail' => $number % 4 ? 0 : $pictures[$number % count($pictures)],
    ];
    $id = trial_save(trial_of_kind($kind, $post, $pictures, $date));
    if ($kind === 'trash') {
        wp_trash_post($id);
    } elseif ($kind === 'coauthors') {
        trial_coauthors(['ID' => $id, 'logins' => ['karim', 'salma']]);
    } elseif ($kind === 'podcast') {
        add_post_meta($id, 'enclosure', WP_HOME . "/audio/$id.mp3\n1234567\naudio/mpeg\n");
    } elseif ($kind === 'sticky') {
        stick_post($id);
    }
    if (!in_array($kind, ['scheduled', 'draft', 'trash'], true)) {
        $modified[$id] = $date + ($number % 5) * HOUR_IN_SECONDS / 2;
    }
    $kinds[$kind][] = $id;
}
foreach ($modified as $id => $time) {
    global $wpdb;
    $moment = ['post_modified' => wp_date('Y-m-d H:i:s', $time), 'post_modified_gmt' => gmdate('Y-m-d H:i:s', $time)];
    $wpdb->update($wpdb->posts, $moment, ['ID' => $id]);
}
foreach (['من نحن', 'اتصل بنا', 'سياسة الخصوصية'] as $title) {
    $page = ['post_type' => 'page', 'post_status' => 'publish', 'post_content' => 'صفحة ثابتة.'];
    $kinds['page'][] = trial_save(['post_title' => $title] + $page);
}
echo json_encode([
    'kinds' => $kinds, 'categories' => $categories, 'users' => $users, 'pictures' => $pictures,
]);

// Of 50 posts 30 are plain, and each of the others is of a kind.
function trial_kind($number) {
    $kinds = [
        2 => 'gallery', 5 => 'gallery block', 8 => 'caption', 11 => 'twelve tags', 14 => 'coauthors',
        17 => 'emoji', 20 => 'locked', 23 => 'private', 26 => 'scheduled', 29 => 'draft',
        31 => 'trash', 33 => 'video', 35 => 'podcast', 37 => 'more', 39 => 'sticky',
        41 => 'pending', 43 => 'two categories', 45 => 'unfiled', 47 => 'long slug', 49 => 'picture within',
    ];
    return $kinds[$number % 50] ?? 'plain';
}

// A post of a kind: what is particular to it, before what all have.
function trial_of_kind($kind, $post, $pictures, $date) {
    $some = implode(',', array_slice($pictures, 2, 4));
    $text = trial_classic($date % 1000);
    $pier = '<img src="' . wp_get_attachment_url($pictures[1]) . '" alt="رصيف" width="800" height="450" />';
    $caption = "[caption id=\"\" align=\"alignnone\" width=\"800\"]$pier رصيف الميناء عند الغروب[/caption]";
    $later = wp_date('Y-m-d H:i:s', time() + 3 * DAY_IN_SECONDS + $date % 5000);
    $long = "$post[post_title] وما قاله الناس عن ذلك في المقاهي والأسواق وعلى أرصفة الميناء طوال الأسبوع";
    $own = match ($kind) {
        'gallery' => ['post_content' => "$post[post_content]\n\n[gallery ids=\"$some\"]"],
        'gallery block' => ['post_content' => "$post[post_content]\n\n" . trial_gallery_block($pictures)],
        'caption' => ['post_content' => "$caption\n\n$text"],
        'twelve tags' => ['tags_input' => array_slice(TRIAL_TAGS, 0, 12)],
        'emoji' => ['post_title' => "$post[post_title] 🎉", 'post_content' => "$text 🚢🌊"],
        'locked' => ['post_password' => 'سر'],
        'private', 'draft', 'pending' => ['post_status' => $kind],
        'scheduled' => ['post_status' => 'future', 'post_date' => $later],
        'video' => ['post_type' => 'video'],
        'more' => ['post_excerpt' => '', 'post_content' => str_replace("\n\n", "\n\n<!--more-->\n\n", $text)],
        'two categories' => ['post_category' => [...$post['post_category'], get_cat_ID('مقالات')]],
        'unfiled' => ['post_category' => []],
        'long slug' => ['post_title' => $long],
        'picture within' => ['thumbnail' => 0, 'post_content' => "<p>$pier</p>\n\n$text"],
        default => [],
    };
    return $own + $post;
}

function trial_gallery_block($pictures) {
    $images = '';
    foreach (array_slice($pictures, 5, 3) as $id) {
        $address = wp_get_attachment_image_url($id, 'large');
        $images .= "<!-- wp:image {\"id\":$id,\"sizeSlug\":\"large\"} -->\n"
            . "<figure class=\"wp-block-image size-large\"><img src=\"$address\" alt=\"لقطة\" class=\"wp-image-$id\"/></figure>\n"
            . '<!-- /wp:image -->';
    }
    return "<!-- wp:gallery {\"linkTo\":\"none\"} -->\n"
        . "<figure class=\"wp-block-gallery has-nested-images columns-default is-cropped\">$images</figure>\n"
        . '<!-- /wp:gallery -->';
}

<?php
// One thing that an editor does: `php wp.php VERB '{"field": ...}'` prints JSON.
$_SERVER['HTTP_HOST'] = getenv('HTTP_HOST');
require 'wp-load.php';
require_once __DIR__ . '/verbs.php';
$answer = trial_verbs()[$argv[1]](json_decode($argv[2] ?? '{}', true));
if (is_wp_error($answer)) {
    fwrite(STDERR, $answer->get_error_message());
    exit(1);
}
echo json_encode($answer, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);

<?php
// Prints the export of all content, as Tools > Export does; or of posts alone.
$_SERVER['HTTP_HOST'] = getenv('HTTP_HOST');
require 'wp-load.php';
require_once ABSPATH . 'wp-admin/includes/export.php';
wp_set_current_user(1);
export_wp(['content' => $argv[1] ?? 'all']);

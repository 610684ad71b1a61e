<?php
// What a web server in front of WordPress does: files as they are, all else to WordPress.
$path = rawurldecode(explode('?', $_SERVER['REQUEST_URI'])[0]);
$file = realpath($_SERVER['DOCUMENT_ROOT'] . $path);
$within = $file && str_starts_with($file, $_SERVER['DOCUMENT_ROOT'] . '/');
if ($within && is_dir($file) && is_file("$file/index.php") && $path !== '/') {
    $file = "$file/index.php";
}
if ($within && is_file($file) && !str_ends_with($file, '.php')) {
    return false;
}
$script = $within && is_file($file) ? $file : $_SERVER['DOCUMENT_ROOT'] . '/index.php';
$_SERVER['SCRIPT_FILENAME'] = $script;
$_SERVER['SCRIPT_NAME'] = substr($script, strlen($_SERVER['DOCUMENT_ROOT']));
$_SERVER['PHP_SELF'] = $_SERVER['SCRIPT_NAME'];
chdir(dirname($script));
require $script;

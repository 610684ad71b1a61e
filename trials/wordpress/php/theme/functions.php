<?php
add_theme_support('post-thumbnails');
add_theme_support('title-tag');
add_theme_support('html5', ['gallery', 'caption']);
add_theme_support('automatic-feed-links');

<?php
// Arabic words of the site: a story of its own for each number, the same one each time.

const TRIAL_TOPICS = [
    'politics' => [
        ['مجلس المدينة يناقش %s في جلسة علنية', 'الحكومة تعرض %s على النواب', 'جدل في البرلمان حول %s', 'وزير النقل يتحدث عن %s'],
        ['مشروع الميزانية', 'قانون الإيجارات', 'خطة الطرق الساحلية', 'تعديل رسوم الميناء', 'نظام الانتخاب المحلي', 'ميثاق الصيادين'],
    ],
    'economy' => [
        ['أسعار %s تتراجع مع بداية الأسبوع', 'صادرات %s تبلغ أعلى رقم لها هذا العام', 'التجار يترقبون موسم %s', 'اتفاق جديد لنقل %s بحرًا'],
        ['الليمون', 'القطن', 'الأسماك المجمدة', 'البرتقال', 'الأخشاب', 'القمح'],
    ],
    'sports' => [
        ['فريق المرفأ يفوز على %s بهدف متأخر', 'تعادل مثير أمام %s', 'المدرب يستعد لمواجهة %s', 'الجماهير تحتفل بعد لقاء %s'],
        ['نادي الفنار', 'شباب الساحل', 'اتحاد البحارة', 'نجوم الوادي', 'رفاق المنارة', 'أبناء الجزيرة'],
    ],
    'culture' => [
        ['معرض عن %s يفتح أبوابه للزائرين', 'كتاب جديد يروي حكاية %s', 'أمسية شعرية في رحاب %s', 'فيلم تسجيلي عن %s'],
        ['البيوت القديمة', 'أغاني البحارة', 'الخط العربي', 'سوق النحاسين', 'قلعة المدينة', 'حكايات الجدات'],
    ],
    'governorates' => [
        ['أهالي %s يستقبلون خط مياه جديدًا', 'افتتاح مدرسة في %s', 'قافلة طبية تزور %s', 'حملة نظافة في شوارع %s'],
        ['حي المنشية', 'قرية النخيل', 'كفر السنابل', 'عزبة التوت', 'حي الصيادين', 'نجع الرمان'],
    ],
];
const TRIAL_SENTENCES = [
    'قال شهود عيان إن الحركة عادت إلى طبيعتها قبل الظهر.',
    'وأضاف المتحدث أن العمل سيستمر %d يومًا دون توقف.',
    'ولم تعلن الجهات المعنية بعد موعد المرحلة الثانية.',
    'وبلغ عدد المشاركين %d شخصًا من أعمار مختلفة.',
    'ويرى خبراء أن النتائج لن تظهر قبل نهاية الموسم.',
    'وكانت اللجنة قد أوصت في تقريرها السابق بزيادة عدد العاملين.',
    'من جهته، أكد رئيس الغرفة أن الأرقام «تفوق التوقعات».',
    'ووصف أحد السكان ما جرى بأنه بداية طيبة للحي كله.',
    'وتُقدر التكلفة بنحو %d ألف جنيه، تسدد على ثلاث دفعات.',
    'وسوف تُعلن التفاصيل في مؤتمر صحفي مساء الخميس المقبل.',
];
const TRIAL_TAGS = [
    'مرفأ', 'سفن', 'صيد', 'تعليم', 'طرق', 'مياه', 'تجارة', 'مواصلات', 'سياحة', 'بيئة', 'زراعة', 'شباب', 'نساء رائدات',
    'تراث', 'موسيقى', 'كتب', 'بطولة', 'صحة', 'طاقة', 'عمران',
];

function trial_title($topic, $number) {
    [$frames, $things] = TRIAL_TOPICS[$topic];
    $thing = $things[intdiv($number, count($frames)) % count($things)];
    return sprintf($frames[$number % count($frames)], $thing) . ' (' . ($number + 1) . ')';
}

function trial_sentence($number) {
    return sprintf(TRIAL_SENTENCES[$number % count(TRIAL_SENTENCES)], 3 + $number % 90);
}

function trial_paragraphs($number) {
    $paragraphs = [];
    foreach (range(0, 2 + $number % 3) as $paragraph) {
        $first = $number * 3 + $paragraph * 4;
        $sentences = array_map('trial_sentence', range($first, $first + 2 + $number % 2));
        $paragraphs[] = implode(' ', $sentences);
    }
    return $paragraphs;
}

// The same words in the two ways in which WordPress keeps them.
function trial_classic($number) {
    return implode("\n\n", trial_paragraphs($number));
}

function trial_blocks($number) {
    $block = fn($text) => "<!-- wp:paragraph -->\n<p>$text</p>\n<!-- /wp:paragraph -->";
    $blocks = array_map($block, trial_paragraphs($number));
    $more = [
        "<!-- wp:heading -->\n<h2>ماذا بعد؟</h2>\n<!-- /wp:heading -->",
        "<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>الخطوة الأولى</li>\n<!-- /wp:list-item -->"
            . "<!-- wp:list-item -->\n<li>الخطوة الثانية</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->",
        "<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><!-- wp:paragraph -->\n<p>البحر لا ينسى من أحبه.</p>\n"
            . "<!-- /wp:paragraph --><cite>بحار قديم</cite></blockquote>\n<!-- /wp:quote -->",
        "<!-- wp:table -->\n<figure class=\"wp-block-table\"><table><tbody>"
            . "<tr><td>اليوم</td><td>الكمية</td></tr><tr><td>السبت</td><td>١٢ طنًا</td></tr></tbody></table></figure>\n<!-- /wp:table -->",
    ];
    array_splice($blocks, 1, 0, [$more[intdiv($number, 2) % count($more)]]);
    return implode("\n\n", $blocks);
}

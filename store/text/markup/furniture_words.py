"""The words, names and addresses by which furniture is known; `furniture` says what they mean.

Words are folded, so that one spelling stands for all: with or without hamza, tashkeel and taa
marbuta. A list is short where the structure around it says the same.
"""

import re

from ..arabic import words

Words = tuple[str, ...]


def _phrases(text: str) -> frozenset[Words]:
    return frozenset(words(phrase) for phrase in text.split(","))


def _pairs(first: str, second: str) -> frozenset[Words]:
    """All phrases of one of the first and one of the second."""
    seconds = _phrases(second)
    return frozenset(head + tail for head in _phrases(first) for tail in seconds)


ALSO = (
    _pairs(
        "اقرأ,اقرئي,اقرأوا,اقرؤوا,اقرؤا,واقرأ,تقرأ,تقرأون,طالع,طالعوا,شاهد,شاهدي,شاهدوا,تابع"
        ",انظر,اطلع,تصفح,استمع,اعرف",
        "أيضا,كذلك",
    )
    | _pairs("قد,وقد,ربما", "يهمك أيضا,تهمك أيضا,يهمكم أيضا,يعجبك أيضا,تعجبك أيضا,تحب أيضا")
    | _phrases(
        "نرشح لك أيضا,read also,also read,see also,you may also like,you might also like,lire aussi"
        ",à lire aussi,lire également,à lire également,lisez aussi,voir aussi,vous aimerez aussi"
    )
)
"""Labels of related stories, which need no sign behind them."""

_KINDRED = (
    "ذات صلة,ذات علاقة,متعلقة,متعلقة بالموضوع,مشابهة,مرتبطة,مقترحة,مختارة,أخرى,قد تهمك,قد تهمكم"
    ",قد تعجبك"
)
RELATED = (
    ALSO
    | _pairs("مواضيع,موضوعات,مقالات,أخبار,تقارير,قصص,مواد,فيديوهات,منشورات", _KINDRED)
    | _pairs("موضوع,مقال,خبر,تقرير,فيديو", "ذو صلة,متعلق,مرتبط,مشابه,ذات صلة")
    | _pairs("المواضيع,الموضوعات,المقالات,الأخبار", "ذات الصلة,ذات صلة,المتعلقة,المشابهة")
    | _pairs("اقرأ,طالع,شاهد,تابع,للاطلاع على", "المزيد,المزيد من الأخبار,المزيد عن")
    | _pairs("قد,ربما", "يهمك,تهمك,يعجبك,تعجبك")
    | _phrases(
        "اقرأ أكثر,للمزيد,وللمزيد,المزيد,المزيد من الأخبار,المزيد حول الموضوع"
        ",نرشح لك,نرشح لكم,ننصحك بقراءة,نوصي بقراءة,اخترنا لك,اخترنا لكم,لا يفوتك,لا تفوت"
        ",ذات صلة,ذو صلة,مرتبط,في نفس السياق,من نفس القسم,الأكثر قراءة,related,related posts"
        ",related articles,related stories,related news,related topics,read more,more on this"
        ",recommended,recommended for you,recommended stories,similar posts,articles similaires"
        ",articles liés,articles connexes,sur le même sujet,sur le même thème,lire plus,à voir"
    )
)
"""Labels of related stories: a heading above links, or the beginning of a line of links."""

SHARING = _phrases(
    "شارك,شاركها,شاركنا,شارك الخبر,شارك المقال,شارك الموضوع,شارك هذا الخبر,شارك هذا المقال"
    ",شارك هذا الموضوع,شارك هذه المقالة,شارك المقالة,شارك هذه القصة,شارك القصة,شارك على,شارك عبر"
    ",شاركه,شاركه على,شاركها على,شاركها عبر,شارك الخبر على,شارك الخبر عبر,شارك المقال عبر"
    ",شارك مع أصدقائك,شارك هذا,شير,شير الخبر,مشاركة,المشاركة,مشاركة الخبر,مشاركة المقال"
    ",مشاركة عبر,مشاركة على,مشاركة هذا الموضوع,للمشاركة,انشر,انشر الخبر,انشرها,أرسل,أرسل الخبر"
    ",share,share this,share this post,share this article,share on,share via,share with friends"
    ",tweet,partager,partager cet article,partagez,partager sur"
)
FOLLOWING = _phrases(
    "تابعنا,تابعونا,تابعنا على,تابعونا على,تابعنا عبر,تابعونا عبر,تواصل معنا,تواصلوا معنا"
    ",حساباتنا,صفحاتنا,قنواتنا,follow us,follow us on,suivez nous,suivez nous sur"
)
CALLS = frozenset(
    "تابعنا تابعونا تابع تابعوا لمتابعه لمتابعتنا انضم انضموا للانضمام اشترك اشتركوا للاشتراك"
    " ليصلك لتصلك حمل حملوا نزلوا يمكنك يمكنكم كما follow join subscribe suivez rejoignez"
    " abonnez".split()
)
"""Words with which an invitation to follow begins."""

OURS = frozenset(
    "تابعنا تابعونا لمتابعتنا قناتنا قنواتنا صفحتنا صفحاتنا حسابنا حساباتنا مجموعتنا جروبنا نشرتنا"
    " موقعنا تطبيقنا الينا معنا متابعتنا اخبارنا us our nous notre".split()
)
"""Words by which it is the site that speaks of itself."""

PLATFORMS = frozenset(
    "جوجل غوغل قوقل google نيوز news واتساب واتس whatsapp تليجرام تلغرام تليغرام تيليجرام تيليغرام"
    " telegram فيسبوك فيس بوك facebook تويتر twitter اكس x انستغرام انستجرام انستقرام instagram"
    " يوتيوب youtube تيك توك tiktok سناب شات snapchat لينكدان لينكد linkedin ثريدز threads".split()
)
PROMISED = CALLS & frozenset(words("تابعنا تابعونا لمتابعة لمتابعتنا للانضمام للاشتراك ليصلك"))
"""Those that are no word of a story: «انضم» and «تابع» are what others did, as well."""

FILLERS = frozenset(
    "علي عبر في الي و او من خلال قناه صفحه حساب قناتنا صفحتنا حسابنا قنواتنا صفحاتنا حساباتنا اخبار"
    " خدمه منصه منصات موقع تطبيق الرسميه الرسمي الان ايضا هنا اضغط هذا الرابط on our channel page"
    " official the and app sur notre chaine page et".split()
)
"""Words that say nothing but where to follow."""

FOLLOW_WORDS = CALLS | OURS | PLATFORMS | FILLERS
NEWS = frozenset("خبر اخبار الاخبار اخبارنا المستجدات news".split())

LONE = _phrases(
    "إعلان,طباعة,print,اعلانات,الإعلانات,مساحة إعلانية,advertisement,advertisements,publicité,ads"
    ",advertisement scroll to continue,شارك الخبر,شارك المقال,شارك الموضوع,شارك هذا الموضوع"
    ",شارك هذا الخبر,شارك هذا المقال,share this,طباعة الخبر,طباعة المقال,اطبع الخبر,نسخة للطباعة"
    ",أرسل إلى صديق,أرسل لصديق,إرسال بالبريد الإلكتروني,نسخ الرابط,انسخ الرابط,copy link"
    ",تم نسخ الرابط,استمع إلى الخبر,استمع للخبر,استمع إلى المقال,تكبير الخط,تصغير الخط"
    ",رابط مختصر,الرابط المختصر,print this,email this,لا توجد تعليقات,لا يوجد تعليقات,اترك تعليقا"
    ",أضف تعليقا,أضف تعليقك,اكتب تعليقك,leave a comment,no comments,كن أول من يعلق"
)
"""Paragraphs that say nothing else."""

DOING = _phrases(
    "طباعة,اطبع,طباعة الخبر,طباعة المقال,نسخة للطباعة,نسخ الرابط,انسخ الرابط,أرسل لصديق"
    ",أرسل إلى صديق,print,print this,copy link,email this"
)
"""What links say that do something with the page, wherever they lead."""

SHORT_LINK = _phrases("رابط مختصر,الرابط المختصر,short url,short link,permalink")
"""Labels of an address of the article itself."""

COUNTED = _phrases(
    "مشاهدة,مشاهدات,المشاهدات,عدد المشاهدات,عدد القراءات,قراءة,زيارة,عدد الزيارات,تعليق,تعليقات"
    ",التعليقات,عدد التعليقات,مشاركة,مشاركات,إعجاب,views,view,comments,comment,shares,likes"
    ",post views,vues,commentaires,دقائق قراءة,دقيقة قراءة,وقت القراءة دقائق,مدة القراءة دقائق"
    ",زمن القراءة دقائق,min read,minutes read"
)
"""What a counter counts, before or behind its number."""

BUTTONS = frozenset("تابعنا تابعونا انضم انضموا اشترك اشتركوا follow join subscribe".split())
"""Words with which the buttons of a subscription begin."""


# Classes of plugins and themes, in parts: `td-post-sharing` is `td`, `post` and `sharing`.

SHARE_CLASSES = frozenset(
    "share shares shared sharing sharer sharebar sharedaddy sharethis addtoany a2a addthis social"
    " socials socialmedia socialize essb ssba mashsb shareaholic dpsp sfsi monarch novashare swp"
    " simplesocialbuttons feedflare printfriendly follow following followus".split()
)
RELATED_CLASSES = frozenset(
    "related relatedposts relatednews yarpp crp recommended outbrain taboola similar readalso"
    " alsoread seealso".split()
)
BOX_CLASSES = frozenset(
    "kksr rmp pageviews postviews pvc mc4wp mailpoet adsbygoogle ads advert advertisement adslot"
    " advads quads breadcrumb breadcrumbs wpdiscuz tagcloud posttags tags taglist".split()
)
"""Of other boxes: ratings, counters, subscriptions, advertisements, ways through a site."""

LETTER_CLASSES = frozenset("newsletter newsletters subscribe subscription subscriptions".split())
"""Of boxes for subscriptions; some are what an article tells of."""

CARD_NAMES = ("jp-relatedposts", "yarpp", "crp_related", "outbrain", "taboola")
"""Of plugins that show the beginnings of related stories, too."""

STARS = ("post-ratings", "star-ratings", "star-rating", "kksr", "rmp-")
"""Of plugins that show a rating as pictures."""

BOX_ENDINGS = (
    *("post-tags", "entry-tags", "article-tags", "single-tags", "td-tags", "tags-links"),
    *("tags-list", "tag-links", "cat-links", "comments-link", "comment-count", "comments-count"),
    *("post-navigation", "nav-links", "ad-container", "ad-wrapper", "ad-slot", "ad-unit"),
    *("ad-placeholder", "post-views", "entry-views", "view-count", "views-count", "field-tags"),
    *("print-link", "print-button", "email-link", *STARS[:3]),
    "reading-time",
)
"""Of those whose names have two words that mean nothing alone."""

AUTHOR_BOX = re.compile(
    r"saboxplugin|author-?(?:box|bio|info|card)|authors-?boxes|m-a-box|abh_box|molongui"
    r"|wp-block-post-author",
    re.IGNORECASE,
)
"""Of boxes that tell of the author: these hold a text, which is not that of the article."""

FORM_WORDS = frozenset(
    "اشترك اشتراك الاشتراك للاشتراك النشره نشرتنا بريدك البريد تعليق تعليقا تعليقك بحث ابحث"
    " subscribe newsletter email comment search".split()
)
"""Words of forms that nobody can fill in elsewhere."""

ASKING = (CALLS - frozenset(("كما", "حمل", "تابع"))) | frozenset(
    "النشره نشرتنا بريدك newsletter email".split()
)
"""Words of the sentences beside them."""


# Addresses

_HOST = r"\A(?:https?:)?//(?:[\w-]+\.){0,4}?"
_TO_SOMEBODY = "(?:[^#]*&)?(?:phone=[+%]?[0-9]|to=[^&])"  # who is written to, is known
SHARE_ADDRESS = re.compile(
    rf"{_HOST}(?:facebook\.com/(?:sharer|share\.php|dialog/(?:share|feed|send))"
    r"|(?:twitter|x)\.com/(?:intent|share|home\?status)|(?:t|telegram)\.me/share"
    rf"|wa\.me/\?|whatsapp\.com/send(?!/?\?{_TO_SOMEBODY})|linkedin\.com/(?:share|sharing|cws/share)"
    r"|pinterest\.[a-z.]{2,6}/pin/create|reddit\.com/submit|tumblr\.com/(?:share|widgets/share)"
    r"|getpocket\.com/(?:save|edit)|addtoany\.com|addthis\.com|sharethis\.com|vk\.com/share"
    r"|line\.me/R/|plus\.google\.com/share|digg\.com/submit|threads\.net/intent|bsky\.app/intent"
    r"|flipboard\.com/bookmarklet|printfriendly\.com|feeds\.feedburner\.com/~f"
    r"|feeds\.wordpress\.com/1\.0/)"
    rf"|\A(?:whatsapp|viber|tg|fb-messenger)://(?!send/?\?{_TO_SOMEBODY})"
    rf"|\Amailto:\?(?!{_TO_SOMEBODY})"
    r"|\A[^?#]*\?(?:[^#]*&)?share=(?:facebook|twitter|x|telegram|(?:jetpack-)?whatsapp|email|print"
    r"|linkedin|pinterest|reddit|tumblr|pocket|skype|mastodon|threads|bluesky|nextdoor)\b",
    re.IGNORECASE,
)
"""Addresses that share a page."""

FOLLOW_ADDRESS = re.compile(
    rf"{_HOST}(?:(?:t|telegram)\.me/(?:s/|joinchat/|\+)?\w+/?\Z|whatsapp\.com/channel/"
    r"|chat\.whatsapp\.com/|wa\.me/channel/|news\.google\.com/"
    r"|(?:facebook|instagram|twitter|x|tiktok|threads|linkedin|snapchat|pinterest)\.(?:com|net)"
    r"/(?!story\.php|photo|permalink|watch|video|hashtag|search)(?:add/|company/|in/|groups/)?@?[\w.%-]+/?(?:\?[^/]*)?\Z"
    r"|youtube\.com/(?:@|channel/|c/|user/)[^/]+/?\Z|play\.google\.com/store/apps"
    r"|apps\.apple\.com/|nabd\.com/)|\A[^?#]*/(?:newsletters?|subscribe|signup)/?\Z",
    re.IGNORECASE,
)
"""Addresses of somebody's page or channel on a platform, not of what was posted there."""

READER_ADDRESS = re.compile(rf"{_HOST}(?:news\.google\.com|nabd\.com)/", re.IGNORECASE)
"""Addresses of a site in a reader of news: no sentence of an article leads there."""

PLATFORM_ADDRESS = re.compile(
    rf"{_HOST}(?:facebook|fb|instagram|twitter|x|tiktok|threads|linkedin|youtube|youtu|telegram|t"
    r"|vimeo|dailymotion|soundcloud|whatsapp)\.(?:com|net|be|me|watch)(?:[/?#]|\Z)",
    re.IGNORECASE,
)
"""Addresses of anything on a platform."""

IDLE_ADDRESS = re.compile(
    r"\A(?:#|javascript:|\Z)|\A[^#]*#(?:comments|respond|reply)", re.IGNORECASE
)
"""Addresses that lead nowhere but to buttons and comments of the page."""

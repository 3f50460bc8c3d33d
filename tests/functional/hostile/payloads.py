"""Texts that template engines, browsers, shells and spreadsheets would run: two hundred and more, each to be kept as it is."""

MARK = "1787569"  # what 1337 * 1337 comes to: seen on a page, something was run
_EXPRESSIONS = (
    "1337*1337",
    "'1337'*1",
    "config.items()",
    "self.__init__.__globals__",
    "''.__class__.__mro__[1].__subclasses__()",
    "request.application.__globals__.__builtins__.__import__('os').popen('id').read()",
    "cycler.__init__.__globals__.os.popen('id').read()",
    "lipsum.__globals__['os'].popen('id').read()",
    "T(java.lang.Runtime).getRuntime().exec('id')",
    "''|attr('__class__')",
    "url_for.__globals__",
    "settings.SECRET_KEY",
    "messages.storages.0.signer.key",
    "_(1337*1337)",
    "range(10**9)",
)
_WRAPPERS = (
    "{{%s}}", "{{ %s }}", "{%% print(%s) %%}", "{%% if %s %%}x{%% endif %%}", "${%s}", "#{%s}", "<%%= %s %%>", "${{%s}}",
    "@(%s)", "*{%s}", "{%s}", "[[%s]]", "{{=%s}}", "~{%s}",
)  # fmt: skip
_OTHERS = (
    "{% include '/etc/passwd' %}", "{% extends '../../settings.py' %}", "{% load log %}{% get_admin_log 9 as x %}", "{%debug%}",
    "{0.__class__}", "%(secret)s", "%s%s%s%n", "$(id)", "`id`", "; cat /etc/passwd", "| id", "&& id", "\\{\\{7*7\\}\\}",
    "<script>document.title=1337*1337</script>", "<img src=x onerror=alert(1337*1337)>", "<svg/onload=alert(1)>",
    "\"><script>alert(1)</script>", "'-alert(1)-'", "javascript:alert(1)", "</textarea><script>alert(1)</script>",
    "<a href=\"javascript:alert(1)\">x</a>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<style>*{x:y}</style>",
    "' OR 1=1 --", "'; DROP TABLE customers_customer; --", "\" UNION SELECT password FROM people_user --", "%' AND 1=0 --",
    "=1337*1337", "@SUM(1+1)", "+1337*1337", "-1337*1337", "=HYPERLINK(\"http://x\",\"y\")", "＝1337*1337",
    "../../../../etc/passwd", "file:///etc/passwd", "http://169.254.169.254/",
)  # fmt: skip
PAYLOADS = (*(wrapper % expression for wrapper in _WRAPPERS for expression in _EXPRESSIONS), *_OTHERS)

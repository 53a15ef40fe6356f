//! Attempts at cross-site scripting, after the collections of OWASP and of the test suites of sanitisers.

#![allow(clippy::expect_used)]

use super::super::super::{element, sanitise::sanitise};
use super::render;

const VECTORS: [&str; 58] = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//e.vil/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<script>alert(1)",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<IMG SRC=\"x\" oNeRrOr = 'alert(1)'>",
    "<img src=\"javascript:alert(1)\">",
    "<img src=`x` onerror=alert(1)>",
    "<img \"\"\"><script>alert(1)</script>\">",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"data:text/html;base64,PHNjcmlwdD4=\"></object>",
    "<embed src=\"javascript:alert(1)\">",
    "<body onload=alert(1)>",
    "<input onfocus=alert(1) autofocus>",
    "<input type=checkbox onfocus=alert(1) autofocus>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\" javascript:alert(1)\">x</a>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<a href=\"java&#10;script:alert(1)\">x</a>",
    "<a href=\"&#106;avascript&colon;alert(1)\">x</a>",
    "<a href=\"&#x01;javascript:alert(1)\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a onmouseover=\"alert(1)\" style=\"x:expression(alert(1))\">x</a>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](javascript&#58;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](http://a.b/c\"onerror=\"alert(1))",
    "![\"onerror=\"alert(1)](/x)",
    "[x](/a \"\\\" onclick=alert(1) x=\\\"\")",
    "```\"><script>alert(1)</script>\nx\n```",
    "```x\" onclick=\"alert(1)\nx\n```",
    "# x\" onclick=\"alert(1)",
    "[^\"onclick=alert(1)]\n\n[^\"onclick=alert(1)]: x",
    "<style>@import 'javascript:alert(1)';</style><p style=\"background:url(javascript:alert(1))\">x</p>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\"><base href=\"javascript:/\"><link href=data:x>",
];

/// The insides of the tags of `html`; text, where anything may be read, is left out.
///
/// The sanitiser's output is canonical: values are in double quotes and `<` is escaped in text.
fn tags(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let mut quoted = false;
        let end = rest.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let end = end.expect("every tag is finished");
        found.push(rest[..end].to_ascii_lowercase());
        rest = &rest[end + 1..];
    }
    found
}

/// Names of the attributes of a tag, with their values.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let Some((_, rest)) = tag.split_once(' ') else {
        return Vec::new();
    };
    rest.split("\" ").filter_map(|attribute| attribute.trim_end_matches('"').split_once("=\"")).collect()
}

fn assert_harmless(markdown: &str) {
    let html = render(markdown);
    let lower = html.to_ascii_lowercase();
    for refused in
        ["<script", "<style", "<svg", "<math", "<iframe", "<object", "<embed", "<form", "<base", "<!--"]
    {
        assert!(!lower.contains(refused), "{refused} from {markdown:?}: {html}");
    }
    for tag in tags(&html) {
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        assert!(element::known(name).is_some(), "<{name}> from {markdown:?}: {html}");
        for (name, value) in attributes(&tag) {
            assert!(!name.starts_with("on"), "{name} from {markdown:?}: {html}");
            assert!(!["style", "srcdoc", "srcset", "name", "action"].contains(&name), "{name}: {html}");
            if ["href", "src", "cite"].contains(&name) {
                let address: String =
                    value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
                for refused in ["javascript:", "vbscript:", "data:"] {
                    assert!(!address.starts_with(refused), "{value} from {markdown:?}: {html}");
                }
            }
            if name == "id" {
                assert!(value.starts_with("user-content-"), "{value} from {markdown:?}: {html}");
            }
        }
    }
    // What a browser makes of it is what the sanitiser saw, or else parsing it again would change it.
    assert_eq!(sanitise(&html), html, "not stable: {markdown:?}");
}

#[test]
fn no_vector_gets_through() {
    for vector in VECTORS {
        assert_harmless(vector);
    }
}

#[test]
fn no_vector_gets_through_inside_something_else() {
    for vector in VECTORS {
        for (before, after) in [
            ("a ", " b"),
            ("> - ", ""),
            ("<table><tr>", "</table>"),
            ("<svg><style>", ""),
            ("<!--", ""),
            ("<p title='", "'>"),
        ] {
            assert_harmless(&format!("{before}{vector}{after}"));
        }
        assert_harmless(&format!("|x|\n|-|\n|{}|", vector.replace('\n', " ")));
    }
}

#[test]
fn no_pair_of_vectors_gets_through() {
    for first in VECTORS {
        let all: Vec<String> = VECTORS.iter().map(|second| format!("{first}{second}\n\n")).collect();
        assert_harmless(&all.concat());
    }
}

#[test]
fn text_about_scripts_is_kept_as_text() {
    let html = render("`<script>alert(1)</script>` and onclick=x and javascript:alert(1)");
    let text =
        "<p><code>&lt;script&gt;alert(1)&lt;/script&gt;</code> and onclick=x and javascript:alert(1)</p>\n";
    assert_eq!(html, text);
}

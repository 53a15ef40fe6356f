//! The list of what HTML may contain, applied to a parsed tree as the last step.
//!
//! Based on the allowlist of GitHub's renderer. Identifiers get [`PREFIX`], as do links to them, because
//! a bare `id` becomes a property of the page's `document` and `window` ("DOM clobbering").

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::element::elements;

/// In front of every `id`, so that none can shadow a name which scripts of the page rely on.
pub(super) const PREFIX: &str = "user-content-";

/// Longest `id` kept, in bytes without the prefix.
const IDENTIFIER: usize = 200;

/// Longest name of a programming language kept in a `class`, in characters.
const LANGUAGE: usize = 40;

/// Attributes by element; [`GENERIC`] ones are allowed on all.
const ATTRIBUTES: [(&[&str], &[&str]); 12] = [
    (&["a"], &["data-footnote-backref", "data-footnote-ref", "href"]),
    (&["blockquote", "q"], &["cite"]),
    (&["code"], &["class"]),
    (&["data", "li"], &["value"]),
    (&["del", "ins", "time"], &["datetime"]),
    (&["details"], &["open"]),
    (&["div", "h1", "h2", "h3", "h4", "h5", "h6", "p"], &["align"]),
    (&["img"], &["align", "alt", "height", "src", "width"]),
    (&["input"], &["checked", "disabled", "type"]),
    (&["ol"], &["reversed", "start", "type"]),
    (&["section"], &["data-footnotes"]),
    (&["td", "th"], &["align", "colspan", "rowspan", "scope"]),
];

const GENERIC: [&str; 5] = ["aria-label", "dir", "id", "lang", "title"];

/// Made once: its tables take longer to fill than a comment takes to be cleaned.
static LIST: LazyLock<Builder<'static>> = LazyLock::new(list);

/// `html` with everything taken out that is not allowed.
pub(super) fn sanitise(html: &str) -> String {
    LIST.clean(html).to_string()
}

fn list() -> Builder<'static> {
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (elements, names) in ATTRIBUTES {
        for element in elements {
            attributes.entry(element).or_default().extend(names);
        }
    }
    // Whatever was written, an input is a checkbox that cannot be ticked. These attributes are there
    // already; the order in which missing ones are added is that of a hash map, another each time.
    let checkbox = HashMap::from([("type", "checkbox"), ("disabled", "")]);
    let mut list = Builder::empty();
    list.tags(elements().collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .generic_attributes(HashSet::from(GENERIC))
        .tag_attributes(attributes)
        .set_tag_attribute_values(HashMap::from([("input", checkbox)]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("nofollow noopener noreferrer"))
        .attribute_filter(attribute);
    list
}

/// The value to keep of an allowed attribute, or nothing.
fn attribute<'a>(element: &str, name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    match name {
        "id" => identifier(value).map(Cow::Owned),
        "href" => match value.strip_prefix('#') {
            Some(fragment) if !fragment.is_empty() => identifier(fragment).map(|id| format!("#{id}").into()),
            _ => Some(value.into()),
        },
        "src" if element == "img" => is_picture_address(value).then_some(value.into()),
        "class" => value.split_ascii_whitespace().find(|class| is_language(class)).map(Cow::Borrowed),
        "align" => matches!(value, "left" | "center" | "right" | "justify").then_some(value.into()),
        "height" | "width" | "colspan" | "rowspan" | "start" => is_number(value).then_some(value.into()),
        _ => Some(value.into()),
    }
}

fn identifier(value: &str) -> Option<String> {
    let bare = value.strip_prefix(PREFIX).unwrap_or(value);
    let fits = (1..=IDENTIFIER).contains(&bare.len()) && !bare.contains(char::is_whitespace);
    fits.then(|| format!("{PREFIX}{bare}"))
}

/// An address of the web or relative to the page; the sanitiser has refused other schemes than `mailto`.
fn is_picture_address(value: &str) -> bool {
    url::Url::parse(value).map_or_else(
        |error| error == url::ParseError::RelativeUrlWithoutBase,
        |address| matches!(address.scheme(), "http" | "https"),
    )
}

/// `language-` and a name, which is the convention of `CommonMark` and of syntax highlighters.
fn is_language(class: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '#' | '.' | '-');
    class
        .strip_prefix("language-")
        .is_some_and(|name| (1..=LANGUAGE).contains(&name.len()) && name.chars().all(allowed))
}

/// At most nine digits, perhaps after a sign or before a percent sign.
fn is_number(value: &str) -> bool {
    let digits = value.strip_suffix('%').unwrap_or(value);
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;

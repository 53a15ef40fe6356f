//! The elements and attributes of HTML that a post may contain.

/// Elements in lower case; all are of HTML itself and none has active content.
const ELEMENTS: &str = "a abbr acronym address article aside b bdi bdo blockquote br caption center cite \
    code data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr \
    i img input ins kbd li mark nav ol p pre q rp rt rtc ruby s samp section small span strike strong sub \
    summary sup table tbody td tfoot th thead time tr tt u ul var wbr";

/// Elements without content.
const VOID: &str = "br hr img input wbr";

/// Elements which end an open paragraph where they begin.
const BLOCK: &str = "address article aside blockquote center dd details div dl dt figcaption figure footer \
    h1 h2 h3 h4 h5 h6 header hgroup hr li nav ol p pre section summary table ul";

/// Elements within a line of text; all others begin a new line.
const INLINE: &str = "a abbr acronym b bdi bdo cite code data del dfn em i img input ins kbd mark q ruby s \
    samp small span strike strong sub sup time tt u var wbr";

/// Attributes which some element may have. Which one, and with which values, is for the sanitiser.
const ATTRIBUTES: &str = "align alt aria-label checked cite class colspan data-footnote-backref \
    data-footnote-ref data-footnotes datetime dir disabled height href id lang open reversed rowspan scope \
    src start title type value width";

/// All elements.
pub(super) fn elements() -> impl Iterator<Item = &'static str> {
    ELEMENTS.split_ascii_whitespace()
}

/// The element of this name in any case.
pub(super) fn known(name: &str) -> Option<&'static str> {
    elements().find(|element| element.eq_ignore_ascii_case(name))
}

/// The attribute of this name in any case.
pub(super) fn known_attribute(name: &str) -> Option<&'static str> {
    ATTRIBUTES.split_ascii_whitespace().find(|attribute| attribute.eq_ignore_ascii_case(name))
}

pub(super) fn is_void(name: &str) -> bool {
    contains(VOID, name)
}

pub(super) fn is_block(name: &str) -> bool {
    contains(BLOCK, name)
}

pub(super) fn is_inline(name: &str) -> bool {
    contains(INLINE, name)
}

fn contains(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|element| element == name)
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, INLINE, VOID, elements, known, known_attribute};

    #[test]
    fn names_are_known_in_any_case() {
        assert_eq!(known("BlockQuote"), Some("blockquote"));
        assert_eq!(known("h6"), Some("h6"));
        assert_eq!(known_attribute("HREF"), Some("href"));
    }

    #[test]
    fn nothing_active_is_known() {
        for name in "script style iframe object embed form button svg math template base link meta".split(' ')
        {
            assert_eq!(known(name), None, "{name}");
        }
        for name in "onclick onerror style srcset srcdoc action name formaction".split(' ') {
            assert_eq!(known_attribute(name), None, "{name}");
        }
    }

    #[test]
    fn the_special_elements_are_among_all() {
        for list in [VOID, BLOCK, INLINE] {
            assert!(
                list.split_ascii_whitespace().all(|name| elements().any(|element| element == name)),
                "{list}"
            );
        }
    }
}

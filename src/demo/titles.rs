//! Putting words into their places.

/// `template` with `{subject}` and, with a capital, `{Subject}` filled in.
pub(super) fn about(template: &str, subject: &str) -> String {
    template.replace("{subject}", subject).replace("{Subject}", &capital(subject))
}

/// `template` with `{month}` filled in.
pub(super) fn in_month(template: &str, month: &str) -> String {
    template.replace("{month}", month)
}

/// With its first letter a capital.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

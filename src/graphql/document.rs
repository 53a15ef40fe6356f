//! The first look at a document: its size and its nesting, by one linear scan before the parser sees it. Brackets
//! nested some thousand deep would overflow the parser's stack and take the whole process with them.

use super::cost::Limits;

/// Why a document is not even parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    #[error("The document has {actual} bytes; at most {limit} are allowed.")]
    Bytes { limit: usize, actual: usize },
    #[error("The document's brackets are nested more than {limit} deep.")]
    Nesting { limit: usize },
}

/// Refuses what is too large. Strings, block strings and comments are passed over.
pub fn check(document: &str, limits: &Limits) -> Result<(), TooLarge> {
    if document.len() > limits.document_bytes {
        return Err(TooLarge::Bytes { limit: limits.document_bytes, actual: document.len() });
    }
    let mut rest = document.as_bytes();
    let mut depth = 0_usize;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'{' | b'[' | b'(' => {
                depth += 1;
                if depth > limits.nesting {
                    return Err(TooLarge::Nesting { limit: limits.nesting });
                }
            }
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            b'#' => {
                rest = skip(rest, |rest| rest.first().is_some_and(|byte| matches!(byte, b'\n' | b'\r')), 1);
            }
            b'"' if rest.starts_with(b"\"\"") => rest = block_string(&rest[2..]),
            b'"' => rest = string(rest),
            _ => {}
        }
    }
    Ok(())
}

fn skip(mut rest: &[u8], ends: impl Fn(&[u8]) -> bool, length: usize) -> &[u8] {
    while !rest.is_empty() && !ends(rest) {
        rest = &rest[1..];
    }
    &rest[length.min(rest.len())..]
}

fn string(mut rest: &[u8]) -> &[u8] {
    loop {
        match rest {
            [b'\\', _, after @ ..] | [b'\\', after @ ..] => rest = after,
            // A line break ends a string that nobody closed; the parser will say so.
            [b'"' | b'\n' | b'\r', after @ ..] => return after,
            [_, after @ ..] => rest = after,
            [] => return rest,
        }
    }
}

fn block_string(mut rest: &[u8]) -> &[u8] {
    loop {
        match rest {
            [b'\\', b'"', b'"', b'"', after @ ..] => rest = after,
            [b'"', b'"', b'"', after @ ..] => return after,
            [_, after @ ..] => rest = after,
            [] => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nests(document: &str) -> bool {
        check(document, &Limits { nesting: 3, ..Limits::default() }).is_err()
    }

    #[test]
    fn brackets_of_all_kinds_nest() {
        assert!(!nests("{a(b:[1])}") && !nests("{a}{b}{c}{d}"));
        assert!(nests("{a(b:[[1]])}") && nests("[[[["));
    }

    #[test]
    fn strings_and_comments_hold_no_brackets() {
        assert!(!nests(r#"{a(b:"[[[[\"[[[[")}"#));
        assert!(!nests("{a(b:\"\"\"[[[[ \\\"\"\" \" [[[[\"\"\")}"));
        assert!(!nests("{a # [[[[\n}"));
        assert!(nests("{a # x\n [[[["));
        assert!(nests("{a(b:\"x\n [[["));
    }

    #[test]
    fn the_size_is_bounded() {
        let limits = Limits { document_bytes: 4, ..Limits::default() };
        assert_eq!(check("{ab}", &limits), Ok(()));
        assert_eq!(check("{abc}", &limits), Err(TooLarge::Bytes { limit: 4, actual: 5 }));
    }
}

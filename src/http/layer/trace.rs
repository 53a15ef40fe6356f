//! The trace that a request belongs to, by `traceparent` (<https://www.w3.org/TR/trace-context/>, section 3.2).

use std::ops::Range;

/// Where a request stands in its trace: a version, 32 hexadecimal digits that all that has to do with one cause share, 16 of
/// this server's part, and flags, of which the last bit says whether it is recorded; with a dash between each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace([u8; LENGTH]);

const LENGTH: usize = 55;
const TRACE_ID: Range<usize> = 3..35;
const SPAN_ID: Range<usize> = 36..52;
const FLAGS: Range<usize> = 53..LENGTH;

impl Trace {
    /// Goes on with the trace that the client names, or begins one of these 32 digits; `span` is random.
    pub fn new(given: Option<&str>, digits: &[u8; 32], span: &[u8; 8]) -> Self {
        let mut text = *b"00-00000000000000000000000000000000-0000000000000000-00";
        match given.and_then(parse) {
            Some((trace_id, flags)) => {
                text[TRACE_ID].copy_from_slice(trace_id.as_bytes());
                text[FLAGS].copy_from_slice(flags.as_bytes());
            }
            None => text[TRACE_ID].copy_from_slice(digits),
        }
        write_hexadecimal(&mut text[SPAN_ID], span);
        Self(text)
    }

    /// As a header's value.
    pub fn header(&self) -> &[u8] {
        &self.0
    }

    pub fn trace_id(&self) -> &str {
        self.text(TRACE_ID)
    }

    pub fn span_id(&self) -> &str {
        self.text(SPAN_ID)
    }

    fn text(&self, part: Range<usize>) -> &str {
        // It was written in ASCII.
        str::from_utf8(&self.0[part]).unwrap_or_default()
    }
}

/// As many digits as there is room for.
fn write_hexadecimal(room: &mut [u8], bytes: &[u8]) {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    for (digits, byte) in room.chunks_exact_mut(2).zip(bytes) {
        digits[0] = DIGITS[usize::from(byte >> 4)];
        digits[1] = DIGITS[usize::from(byte & 15)];
    }
}

/// The trace's id and its flags. A later version may say more; what is known of it stands in the same place.
fn parse(given: &str) -> Option<(&str, &str)> {
    let mut parts = given.split('-');
    let (version, trace_id, parent_id, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_hexadecimal = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let is_nothing = |text: &str| text.bytes().all(|byte| byte == b'0');
    let is_known =
        is_hexadecimal(version, 2) && version != "ff" && (version != "00" || parts.next().is_none());
    let is_right = is_known
        && is_hexadecimal(trace_id, 32)
        && is_hexadecimal(parent_id, 16)
        && is_hexadecimal(flags, 2)
        && !is_nothing(trace_id)
        && !is_nothing(parent_id);
    is_right.then_some((trace_id, flags))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGITS: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
    const GIVEN: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_trace_goes_on_under_a_new_span() {
        let trace = Trace::new(Some(GIVEN), DIGITS, &[7; 8]);
        assert_eq!(trace.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert!(parse(trace.text(0..LENGTH)).is_some_and(|(_, flags)| flags == "01"));
        assert_eq!(trace.span_id(), "07".repeat(8));
        assert!(parse("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more").is_some());
    }

    #[test]
    fn what_is_no_trace_begins_one() {
        for wrong in [
            "",
            "00",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-é1",
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
            let trace = Trace::new(Some(wrong), DIGITS, &[7; 8]);
            assert_eq!(parse(trace.text(0..LENGTH)), Some((str::from_utf8(DIGITS).unwrap(), "00")));
        }
    }
}

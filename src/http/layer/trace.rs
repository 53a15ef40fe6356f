//! The trace that a request belongs to, by `traceparent` (<https://www.w3.org/TR/trace-context/>, section 3.2).

use rand::RngCore;
use uuid::Uuid;

/// Where a request stands in its trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// 32 hexadecimal digits, the same in all that has to do with one cause.
    pub trace_id: String,
    /// 16 hexadecimal digits: this server's part.
    pub span_id: String,
    /// Two hexadecimal digits; the last bit says whether it is recorded.
    flags: String,
}

impl Trace {
    /// Goes on with the trace that the client names, or begins one.
    pub fn new(given: Option<&str>) -> Self {
        let span_id = random_hexadecimal(8);
        match given.and_then(parse) {
            Some((trace_id, flags)) => {
                Self { trace_id: trace_id.to_owned(), span_id, flags: flags.to_owned() }
            }
            None => Self { trace_id: random_hexadecimal(16), span_id, flags: "00".to_owned() },
        }
    }

    /// As a header's value.
    pub fn header(&self) -> String {
        format!("00-{}-{}-{}", self.trace_id, self.span_id, self.flags)
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

fn random_hexadecimal(bytes: usize) -> String {
    let mut random = [0; 16];
    rand::rngs::ThreadRng::default().fill_bytes(&mut random);
    let mut text = Uuid::from_bytes(random).simple().to_string();
    text.truncate(bytes * 2);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_trace_goes_on_under_a_new_span() {
        let trace = Trace::new(Some(GIVEN));
        assert_eq!(trace.trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_ne!(trace.span_id, "00f067aa0ba902b7");
        assert!(parse(&trace.header()).is_some_and(|(_, flags)| flags == "01"));
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
            assert!(parse(&Trace::new(Some(wrong)).header()).is_some());
        }
    }
}

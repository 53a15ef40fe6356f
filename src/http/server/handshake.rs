//! How the answer to a handshake is spelled.

/// What answers a handshake begins with.
const SWITCHING: &[u8] = b"HTTP/1.1 101 ";
/// The names as RFC 6455 spells them (section 1.3).
const NAMES: [&[u8]; 4] = [b"Upgrade", b"Connection", b"Sec-WebSocket-Accept", b"Sec-WebSocket-Protocol"];

/// What answers a handshake, with names as clients look for them that mistake `sec-websocket-protocol` for another one,
/// as gql for Python does; nothing of any other bytes. It is as long as it was.
pub fn spelled(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(SWITCHING) {
        return None;
    }
    let mut bytes = bytes.to_vec();
    for line in bytes.split_mut(|byte| *byte == b'\n') {
        let Some(length) = line.iter().position(|byte| *byte == b':') else { continue };
        let name = &mut line[..length];
        if let Some(spelled) = NAMES.iter().find(|spelled| spelled.eq_ignore_ascii_case(name)) {
            name.copy_from_slice(spelled);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_handshake_are_spelled_out() {
        let answer = b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nsec-websocket-protocol: upgrade:x\r\nx-other: 1\r\n\r\n";
        let spelled = String::from_utf8(spelled(answer).unwrap()).unwrap();
        let expected = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: upgrade:x\r\nx-other: 1\r\n\r\n";
        assert_eq!(spelled, expected);
    }

    #[test]
    fn other_answers_stay_as_they_are() {
        for bytes in [&b""[..], b"HTTP/1.1 200 OK\r\nupgrade: websocket\r\n\r\n", b"\x81\x05HTTP/1.1 101"] {
            assert!(spelled(bytes).is_none());
        }
    }
}

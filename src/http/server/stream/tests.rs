use std::future::poll_fn;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

async fn pair(idle: Duration, progress: &Arc<Progress>) -> (Timed, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let times = Times { head: Duration::from_secs(60), idle, send: Duration::from_secs(60) };
    (Timed::new(listener.accept().await.unwrap().0, times, progress.clone()), client)
}

#[tokio::test]
async fn pieces_arrive_in_order_put_together_or_not() {
    let (mut stream, mut client) = pair(Duration::from_secs(60), &Arc::default()).await;
    for length in [0, 1, PUT_TOGETHER - 4, PUT_TOGETHER - 3, 3 * PUT_TOGETHER] {
        let (head, body) = (b"head", vec![b'b'; length]);
        let pieces = [io::IoSlice::new(head), io::IoSlice::new(&body)];
        let written = poll_fn(|context| Pin::new(&mut stream).poll_write_vectored(context, &pieces));
        assert_eq!(written.await.unwrap(), 4 + length);
        let mut read = vec![0; 4 + length];
        client.read_exact(&mut read).await.unwrap();
        assert_eq!(read, [&head[..], &body].concat());
    }
}

#[tokio::test]
async fn who_asks_for_nothing_is_left() {
    let progress = Arc::new(Progress::default());
    let (mut stream, _client) = pair(Duration::from_millis(20), &progress).await;
    assert_eq!(stream.read(&mut [0; 8]).await.unwrap(), 0);
}

#[tokio::test]
async fn who_waits_for_an_answer_does_not_idle() {
    let progress = Arc::new(Progress::default());
    let idle = Duration::from_millis(20);
    let (mut stream, mut client) = pair(idle, &progress).await;
    client.write_all(b"a").await.unwrap();
    let mut bytes = [0; 8];
    assert_eq!(stream.read(&mut bytes).await.unwrap(), 1);
    progress.head_is_read();
    // However long that takes: the other end is not the one that is slow.
    assert!(tokio::time::timeout(5 * idle, stream.read(&mut bytes)).await.is_err());
    progress.request_is_answered();
    assert_eq!(stream.read(&mut bytes).await.unwrap(), 0);
}

#[tokio::test]
async fn who_is_still_being_answered_does_not_idle() {
    let progress = Arc::new(Progress::default());
    let idle = Duration::from_millis(20);
    let (mut stream, mut client) = pair(idle, &progress).await;
    // More than goes out at once, to one who reads a little between two looks.
    let (answer, mut bytes, mut piece) = (vec![0; 8 * 1024 * 1024], [0; 8], vec![0; 256 * 1024]);
    let mut sent = 0;
    let looks = poll_fn(|context| {
        let mut input = ReadBuf::new(&mut bytes);
        let read = Pin::new(&mut stream).poll_read(context, &mut input);
        assert!(read.is_pending(), "left after {sent} bytes");
        while let Poll::Ready(written) = Pin::new(&mut stream).poll_write(context, &answer[sent..]) {
            sent += written.unwrap();
            if sent == answer.len() {
                return Poll::Ready(());
            }
        }
        Poll::Pending
    });
    let reads = async {
        while client.read(&mut piece).await.unwrap() > 0 {
            sleep(idle / 4).await;
        }
    };
    tokio::select! {
        () = looks => {}
        () = reads => panic!("the connection ended"),
    }
}

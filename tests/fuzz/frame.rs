//! Any bytes as what an editor sends: reading ends, and holds no more than came.

#![no_main]

use copydesk::server::transport::frame::{Frame, FrameReader, Why};
use copydesk::server::transport::message;

const MAX: usize = 256;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let mut reader = FrameReader::new(bytes, MAX);
        let mut held = 0;
        while let Some(frame) = reader.next().await.expect("bytes in memory") {
            match frame {
                Frame::Body(body) => {
                    assert!(body.len() <= MAX);
                    held += body.len();
                    let _ = message::read(&body);
                }
                Frame::Skipped(why, skipped) => {
                    if let Why::TooLarge(length) = why {
                        assert!(length > MAX);
                    }
                    held += skipped.start.len() + skipped.end.len();
                    let _ = message::Lost::bytes(&skipped.start, &skipped.end);
                }
            }
            assert!(held <= bytes.len());
        }
    });
});

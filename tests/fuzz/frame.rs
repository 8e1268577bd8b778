//! Any bytes as what an editor sends: reading ends, and holds no more than came.

#![no_main]

use copydesk::server::transport::frame::{Frame, FrameReader};
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
                Frame::TooLarge { length, start } => {
                    assert!(length > MAX && start.len() <= length);
                    held += start.len();
                }
                Frame::Garbage => held += 1,
            }
            assert!(held <= bytes.len());
        }
    });
});

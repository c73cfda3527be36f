//! `akctl integrate` against authentiks in memory.

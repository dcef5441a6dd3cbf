import Glibc

/// A file's bytes in memory, read-only, paged in by the system when touched.
///
/// The file must not be cut while it is mapped: touching a page past its new end kills the process. A warehouse's files
/// are therefore never changed, only replaced by others.
package final class MappedFile: @unchecked Sendable {
    // Unchecked because of the pointer; nothing is ever written through it, and it is given back only in `deinit`.
    package let bytes: UnsafeRawBufferPointer

    /// The mapping outlives the descriptor.
    init(_ file: OpenFile) throws(StorageFailure) {
        let size = try file.size()
        guard size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let address = mmap(nil, size, PROT_READ, MAP_SHARED, file.descriptor, 0), address != MAP_FAILED else {
            throw .last(.map, file.path)
        }
        bytes = UnsafeRawBufferPointer(start: address, count: size)
    }

    deinit {
        if let address = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), bytes.count) }
    }

    /// Opens and maps the file at `path`.
    package convenience init(path: String) throws(StorageFailure) {
        try self.init(OpenFile.reading(path))
    }

    /// Has the system page in these bytes now, at once instead of at each first touch, where it can. Nothing depends on it.
    package func prepare(_ range: Range<Int>) {
        guard let address = bytes.baseAddress else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let lower = max(range.lowerBound, 0) / page * page
        let upper = min(range.upperBound, bytes.count)
        guard lower < upper else { return }
        madvise(UnsafeMutableRawPointer(mutating: address + lower), upper - lower, MADV_POPULATE_READ)
    }

    /// Tells the system that these bytes are not needed soon: they no longer count as this process's memory, and come back
    /// from the file when touched again. Whole pages only, so a little at both ends may stay.
    package func release(_ range: Range<Int>) {
        guard let address = bytes.baseAddress else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let lower = (max(range.lowerBound, 0) + page - 1) / page * page
        let upper = min(range.upperBound, bytes.count) / page * page
        guard lower < upper else { return }
        madvise(UnsafeMutableRawPointer(mutating: address + lower), upper - lower, MADV_DONTNEED)
    }
}

import Kernels

/// A dense array of numbers, contiguous in memory, last dimension fastest; activations are channels last, `[B, H, W, C]`.
///
/// A tensor is a window on a ``Storage``; reshaping and slicing the first dimension share it. It is not Sendable: tensors stay
/// on the thread that made them. An operation whose input has a `node` records itself on that node's ``Tape``.
public struct Tensor {
    public let shape: Shape
    public let elementType: ElementType
    package let storage: Storage
    /// The first element, counted in elements from the start of the storage.
    package let offset: Int
    package var node: Tape.Node?

    package init(shape: Shape, elementType: ElementType, storage: Storage, offset: Int, node: Tape.Node? = nil) {
        precondition(
            (offset + shape.count) * elementType.byteCount <= storage.byteCount,
            "a tensor \(shape) at \(offset) does not fit its storage of \(storage.byteCount) bytes")
        self.shape = shape
        self.elementType = elementType
        self.storage = storage
        self.offset = offset
        self.node = node
    }

    /// A tensor whose elements are whatever the memory holds; every element must be written before it is read.
    public init(uninitialized shape: Shape, _ elementType: ElementType = .float32) {
        self.init(
            shape: shape, elementType: elementType,
            storage: Storage(byteCount: shape.count * elementType.byteCount), offset: 0)
    }

    public init(repeating value: Float, _ shape: Shape, _ elementType: ElementType = .float32) {
        self.init(uninitialized: shape, elementType)
        fill(value)
    }

    public init(zeros shape: Shape, _ elementType: ElementType = .float32) {
        self.init(repeating: 0, shape, elementType)
    }

    public init(_ values: [Float], _ shape: Shape) {
        precondition(values.count == shape.count, "\(values.count) values do not fill \(shape)")
        self.init(uninitialized: shape)
        withMutableFloats { destination in
            for index in values.indices { destination[index] = values[index] }
        }
    }

    public init(scalar value: Float) { self.init([value], []) }

    public var count: Int { shape.count }
}

// MARK: - Memory

extension Tensor {
    /// The first element's address; valid while this tensor (or another on its storage) lives.
    package var pointer: UnsafeMutableRawPointer {
        storage.pointer.advanced(by: offset * elementType.byteCount)
    }

    package var floats: UnsafeMutablePointer<Float> {
        precondition(elementType == .float32, "expected a float32 tensor, found \(elementType)")
        return pointer.assumingMemoryBound(to: Float.self)
    }

    package func withFloats<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
        try withExtendedLifetime(storage) { try body(UnsafeBufferPointer(start: floats, count: count)) }
    }

    package func withMutableFloats<R>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> R) rethrows -> R {
        try withExtendedLifetime(storage) { try body(UnsafeMutableBufferPointer(start: floats, count: count)) }
    }

    /// The elements as float32, in memory order.
    public var array: [Float] { convertedStorage(to: .float32).withFloats { Array($0) } }

    /// The single element of a scalar.
    public var item: Float {
        precondition(count == 1, "item needs one element, found \(shape)")
        return array[0]
    }

    package func fill(_ value: Float) {
        if value == 0 {
            pointer.initializeMemory(as: UInt8.self, repeating: 0, count: count * elementType.byteCount)
            return
        }
        switch elementType {
        case .float32: floats.update(repeating: value, count: count)
        case .bfloat16:
            var number = value
            var bits: UInt16 = 0
            kernels_float_to_bfloat16(&number, &bits, 1)
            pointer.assumingMemoryBound(to: UInt16.self).update(repeating: bits, count: count)
        }
    }

    /// Copies `other`'s elements into this tensor's memory.
    package func assign(_ other: Tensor) {
        precondition(count == other.count, "cannot assign \(other.shape) to \(shape)")
        let source = other.convertedStorage(to: elementType)
        pointer.copyMemory(from: source.pointer, byteCount: count * elementType.byteCount)
        withExtendedLifetime((storage, source.storage)) {}
    }

    /// A copy with its own memory and no history.
    public func copy() -> Tensor {
        let result = Tensor(uninitialized: shape, elementType)
        result.assign(self)
        return result
    }

    /// The same values in another storage type, without history; itself where the type is already that.
    package func convertedStorage(to type: ElementType) -> Tensor {
        guard type != elementType else { return detached }
        let result = Tensor(uninitialized: shape, type)
        switch type {
        case .bfloat16:
            kernels_float_to_bfloat16(floats, result.pointer.assumingMemoryBound(to: UInt16.self), count)
        case .float32:
            kernels_bfloat16_to_float(pointer.assumingMemoryBound(to: UInt16.self), result.floats, count)
        }
        withExtendedLifetime(storage) {}
        return result
    }

    /// The same values with no history.
    public var detached: Tensor {
        Tensor(shape: shape, elementType: elementType, storage: storage, offset: offset)
    }
}

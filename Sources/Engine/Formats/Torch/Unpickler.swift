import Foundation

/// Reads a pickle of tensors, dictionaries, lists, text and numbers (protocols 2 to 5).
///
/// In Python a pickle is a program. Here nothing is run: every instruction that could call, import or build anything else is refused by
/// its name.
struct Unpickler {
    private var reader: ByteReader
    private var stack: [PickleValue] = []
    /// Where the values after each open mark begin.
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    private(set) var lists: [[PickleValue]] = []
    private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    private(set) var tensors: [StoredTensor] = []
    private let rebuild: (TorchStorage, _ offset: Int, _ shape: [Int], _ strides: [Int]) throws -> StoredTensor

    /// - Parameter rebuild: makes a tensor of a storage.
    init(
        _ data: Data, path: String,
        rebuild: @escaping (TorchStorage, _ offset: Int, _ shape: [Int], _ strides: [Int]) throws -> StoredTensor
    ) {
        reader = ByteReader(data: data, path: path)
        self.rebuild = rebuild
    }

    /// The one value the pickle is of.
    ///
    /// - Throws: ``EngineFailure`` naming the first instruction or name that is not allowed, or what is broken.
    mutating func value() throws -> PickleValue {
        while true {
            let place = reader.offset
            let code = try reader.byte()
            if code == UInt8(ascii: ".") { return try pop() }
            if try constant(code) || container(code) || remembered(code) || named(code) { continue }
            throw refused("instruction \(Self.name(of: code)) at byte \(place)")
        }
    }

    /// - Returns: whether the instruction was one of these; so below.
    private mutating func constant(_ code: UInt8) throws -> Bool {
        switch code {
        case 0x80:
            let version = try reader.byte()
            guard (2...5).contains(version) else { throw refused("protocol \(version)") }
        case 0x95: _ = try reader.place()
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.bool(true))
        case 0x89: stack.append(.bool(false))
        case UInt8(ascii: "J"): stack.append(.int(Int(Int32(truncatingIfNeeded: try reader.number(4)))))
        case UInt8(ascii: "K"): stack.append(.int(Int(try reader.number(1))))
        case UInt8(ascii: "M"): stack.append(.int(Int(try reader.number(2))))
        case 0x8a: stack.append(.int(try longNumber(Int(try reader.byte()))))
        case UInt8(ascii: "G"): stack.append(.float(Double(bitPattern: try reader.number(8).byteSwapped)))
        case UInt8(ascii: "X"): stack.append(.string(try text(Int(try reader.number(4)))))
        case 0x8c: stack.append(.string(try text(Int(try reader.byte()))))
        case 0x8d: stack.append(.string(try text(try reader.place())))
        case UInt8(ascii: "B"): try skip(Int(try reader.number(4)))
        case UInt8(ascii: "C"): try skip(Int(try reader.byte()))
        default: return false
        }
        return true
    }

    private mutating func text(_ count: Int) throws -> String {
        let bytes = try reader.bytes(count)
        guard let text = String(data: bytes, encoding: .utf8) else { throw broken("text that is not UTF-8") }
        return text
    }

    private mutating func skip(_ count: Int) throws {
        _ = try reader.bytes(count)
        stack.append(.bytes)
    }

    private mutating func longNumber(_ size: Int) throws -> Int {
        guard size <= 8 else { throw refused("a number of \(size) bytes") }
        guard size > 0 else { return 0 }
        let shift = UInt64(64 - 8 * size)
        return Int(Int64(bitPattern: try reader.number(size) << shift) >> Int64(shift))
    }

    private mutating func container(_ code: UInt8) throws -> Bool {
        switch code {
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: "0"): _ = try pop()
        case UInt8(ascii: "1"): _ = try popMarked()
        case UInt8(ascii: "]"): pushList([])
        case UInt8(ascii: "l"): pushList(try popMarked())
        case UInt8(ascii: ")"): pushTuple([])
        case UInt8(ascii: "t"): pushTuple(try popMarked())
        case 0x85...0x87: pushTuple(try (0..<Int(code) - 0x84).map { _ in try pop() }.reversed())
        case UInt8(ascii: "}"): try pushDictionary([])
        case UInt8(ascii: "d"): try pushDictionary(try popMarked())
        case UInt8(ascii: "a"): try append([try pop()])
        case UInt8(ascii: "e"): try append(try popMarked())
        case UInt8(ascii: "s"):
            let value = try pop()
            try set([try pop(), value])
        case UInt8(ascii: "u"): try set(try popMarked())
        default: return false
        }
        return true
    }

    private mutating func remembered(_ code: UInt8) throws -> Bool {
        switch code {
        case UInt8(ascii: "q"): memo[Int(try reader.byte())] = try top()
        case UInt8(ascii: "r"): memo[Int(try reader.number(4))] = try top()
        case 0x94: memo[memo.count] = try top()
        case UInt8(ascii: "h"): stack.append(try recall(Int(try reader.byte())))
        case UInt8(ascii: "j"): stack.append(try recall(Int(try reader.number(4))))
        default: return false
        }
        return true
    }

    private mutating func named(_ code: UInt8) throws -> Bool {
        switch code {
        case UInt8(ascii: "c"):
            let module = try line()
            try pushName(module, try line())
        case 0x93:
            guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
                throw broken("a name that is not text")
            }
            try pushName(module, name)
        case UInt8(ascii: "R"): try call()
        case UInt8(ascii: "Q"): stack.append(.storage(try storage(try items(try pop()))))
        default: return false
        }
        return true
    }

    private mutating func line() throws -> String {
        var bytes: [UInt8] = []
        while bytes.count < 256 {
            let byte = try reader.byte()
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        throw broken("a name without end")
    }

    private mutating func pushName(_ module: String, _ name: String) throws {
        guard let known = PickleName("\(module).\(name)") else { throw refused("\(module).\(name)") }
        stack.append(.name(known))
    }

    /// The two calls that are known: neither runs anything.
    private mutating func call() throws {
        let arguments = try items(try pop())
        switch try pop() {
        case .name(.orderedDictionary):
            guard arguments.isEmpty else { throw refused("collections.OrderedDict with arguments") }
            try pushDictionary([])
        case .name(.tensor):
            tensors.append(try tensor(arguments))
            stack.append(.tensor(tensors.count - 1))
        case let other: throw refused("a call of \(other.kind)")
        }
    }

    /// `('storage', torch.HalfStorage, '0', 'cpu', 2464)`.
    private func storage(_ words: [PickleValue]) throws -> TorchStorage {
        guard words.count == 5, case .string("storage") = words[0], case .name(.storage(let type)) = words[1],
            case .string(let key) = words[2], case .int(let count) = words[4], count >= 0
        else { throw broken("a storage that is not one") }
        return TorchStorage(type: type, key: key, count: count)
    }

    /// `(storage, offset, shape, strides, requires_grad, hooks)`.
    private func tensor(_ arguments: [PickleValue]) throws -> StoredTensor {
        guard arguments.count >= 4, case .storage(let storage) = arguments[0], case .int(let offset) = arguments[1]
        else { throw broken("a tensor that is not one") }
        func numbers(_ value: PickleValue) throws -> [Int] {
            try items(value).map {
                guard case .int(let number) = $0 else { throw broken("an extent that is no number") }
                return number
            }
        }
        return try rebuild(storage, offset, try numbers(arguments[2]), try numbers(arguments[3]))
    }
}

// MARK: - The stack

extension Unpickler {
    private func items(_ tuple: PickleValue) throws -> [PickleValue] {
        guard case .tuple(let index) = tuple else { throw broken("\(tuple.kind) where a tuple should be") }
        return lists[index]
    }

    private mutating func pop() throws -> PickleValue {
        guard stack.count > marks.last ?? 0 else { throw broken("a stack that is empty") }
        return stack.removeLast()
    }

    private func top() throws -> PickleValue {
        guard stack.count > marks.last ?? 0, let value = stack.last else { throw broken("a stack that is empty") }
        return value
    }

    private mutating func popMarked() throws -> [PickleValue] {
        guard let start = marks.popLast() else { throw broken("an end without a beginning") }
        defer { stack.removeSubrange(start...) }
        return Array(stack[start...])
    }

    private func recall(_ index: Int) throws -> PickleValue {
        guard let value = memo[index] else { throw broken("a memory that was not made") }
        return value
    }

    private mutating func pushList(_ values: [PickleValue]) {
        stack.append(.list(lists.count))
        lists.append(values)
    }

    private mutating func pushTuple(_ values: [PickleValue]) {
        stack.append(.tuple(lists.count))
        lists.append(values)
    }

    private mutating func pushDictionary(_ values: [PickleValue]) throws {
        stack.append(.dictionary(dictionaries.count))
        dictionaries.append([])
        try set(values)
    }

    private mutating func append(_ values: [PickleValue]) throws {
        guard case .list(let index) = try top() else { throw broken("an addition to what is no list") }
        lists[index] += values
    }

    /// Keys and values in turn, into the dictionary on top.
    private mutating func set(_ values: [PickleValue]) throws {
        guard case .dictionary(let index) = try top(), values.count % 2 == 0 else {
            throw broken("an entry of what is no dictionary")
        }
        for place in stride(from: 0, to: values.count, by: 2) {
            dictionaries[index].append((values[place], values[place + 1]))
        }
    }

    private func broken(_ what: String) -> EngineFailure { ByteReader.broken("it holds \(what)", reader.path) }

    private func refused(_ what: String) -> EngineFailure {
        EngineFailure(
            "the file wants to run a program, which is refused",
            expected: "tensors, dictionaries, lists, text, numbers",
            found: what, place: reader.path,
            hint: "if you trust it, open it in Python and save the tensors as safetensors")
    }

    /// An instruction's name in Python's `pickletools`, for those that a pickle of other things has.
    private static func name(of code: UInt8) -> String {
        let names: [UInt8: String] = [
            UInt8(ascii: "b"): "BUILD", UInt8(ascii: "i"): "INST", UInt8(ascii: "o"): "OBJ", 0x81: "NEWOBJ",
            0x92: "NEWOBJ_EX", 0x82: "EXT1", 0x83: "EXT2", 0x84: "EXT4", UInt8(ascii: "P"): "PERSID",
            0x97: "NEXT_BUFFER", 0x98: "READONLY_BUFFER", 0x96: "BYTEARRAY8", 0x8e: "BINBYTES8", 0x8f: "EMPTY_SET",
            0x90: "ADDITEMS", 0x91: "FROZENSET", 0x8b: "LONG4", UInt8(ascii: "I"): "INT", UInt8(ascii: "L"): "LONG",
            UInt8(ascii: "F"): "FLOAT", UInt8(ascii: "S"): "STRING", UInt8(ascii: "V"): "UNICODE",
            UInt8(ascii: "2"): "DUP", UInt8(ascii: "T"): "BINSTRING", UInt8(ascii: "U"): "SHORT_BINSTRING",
            UInt8(ascii: "p"): "PUT", UInt8(ascii: "g"): "GET",
        ]
        return names[code] ?? "0x" + String(code, radix: 16)
    }
}

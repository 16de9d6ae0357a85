import CCrypto

/// SHA-256 (FIPS 180-4), by libcrypto.
enum SHA256 {
    /// The digest of `bytes` in hexadecimal.
    static func digest(of bytes: some Sequence<UInt8>) -> String {
        var result = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let done =
            bytes.withContiguousStorageIfAvailable {
                EVP_Digest($0.baseAddress, $0.count, &result, &length, EVP_sha256(), nil)
            }
            ?? Array(bytes).withUnsafeBufferPointer {
                EVP_Digest($0.baseAddress, $0.count, &result, &length, EVP_sha256(), nil)
            }
        precondition(done == 1 && length == 32, "libcrypto has no SHA-256")
        let digits = Array("0123456789abcdef")
        return String(result.prefix(32).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}

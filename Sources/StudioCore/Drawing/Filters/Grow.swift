/// Growing and shrinking what is painted by one pixel to every side, corners included.
extension Raster {
    /// Each pixel becomes the greatest of the nine around it (dilation).
    public mutating func grow() { self = neighbours { max($0, $1) } }

    /// Each pixel becomes the least of the nine around it (erosion); beyond the edge is no pixel, so a full raster stays full.
    public mutating func shrink() { self = neighbours { min($0, $1) } }

    private func neighbours(_ choose: (UInt8, UInt8) -> UInt8) -> Raster {
        var (across, result) = (self, self)
        across.mapPlaces { x, y, channel in
            (max(0, x - 1)...min(width - 1, x + 1)).reduce(byte(x, y, channel)) { choose($0, byte($1, y, channel)) }
        }
        result.mapPlaces { x, y, channel in
            (max(0, y - 1)...min(height - 1, y + 1)).reduce(across.byte(x, y, channel)) {
                choose($0, across.byte(x, $1, channel))
            }
        }
        return result
    }
}

using System.Buffers.Binary;
using System.Numerics;

namespace GstMemInterop.Bytes;

/// <summary>CRC-32C (Castagnoli), the checksum of iSCSI and ext4; in hardware where the processor has it.</summary>
/// <remarks>The methods keep no state: any thread may call them.</remarks>
public static class ByteChecksum
{
    /// <summary>The checksum of a block; 0 for an empty one.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of two blocks, when that of the first is known: data may arrive in pieces.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~checksum;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}

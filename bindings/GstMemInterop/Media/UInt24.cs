using System.Globalization;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>A whole number of three bytes without a sign, in this machine's byte order: a sample of the packed formats U24, U20 and U18. Reads as an <see cref="uint"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct UInt24 : IEquatable<UInt24>, IComparable<UInt24>
{
    private readonly byte _first;
    private readonly byte _second;
    private readonly byte _third;

    private UInt24(uint value)
    {
        (byte low, byte high) = ((byte)value, (byte)(value >> 16));
        (_first, _second, _third) = BitConverter.IsLittleEndian ? (low, (byte)(value >> 8), high) : (high, (byte)(value >> 8), low);
    }

    /// <summary>The largest value: 16,777,215.</summary>
    public static UInt24 MaxValue => new(0xFFFFFF);

    /// <summary>The smallest value: 0.</summary>
    public static UInt24 MinValue => new(0);

    /// <summary>The value.</summary>
    /// <param name="value">Three bytes.</param>
    public static implicit operator uint(UInt24 value) =>
        BitConverter.IsLittleEndian
            ? value._first | ((uint)value._second << 8) | ((uint)value._third << 16)
            : value._third | ((uint)value._second << 8) | ((uint)value._first << 16);

    /// <summary>The low three bytes of a value; what does not fit is cut off, as in other conversions.</summary>
    /// <param name="value">0 to 16,777,215.</param>
    public static explicit operator UInt24(uint value) => new(value);

    /// <summary>The low three bytes of a value, or an exception.</summary>
    /// <param name="value">0 to 16,777,215.</param>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public static explicit operator checked UInt24(uint value) =>
        value <= 0xFFFFFF ? new(value) : throw new OverflowException($"{value} is not a number of 24 bits: 0 to 16777215.");

    /// <inheritdoc/>
    public int CompareTo(UInt24 other) => ((uint)this).CompareTo(other);

    /// <inheritdoc/>
    public bool Equals(UInt24 other) => (uint)this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UInt24 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)(uint)this;

    /// <inheritdoc/>
    public override string ToString() => ((uint)this).ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(UInt24 left, UInt24 right) => left.Equals(right);

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(UInt24 left, UInt24 right) => !left.Equals(right);

    /// <summary>Whether the left one is smaller.</summary>
    public static bool operator <(UInt24 left, UInt24 right) => (uint)left < (uint)right;

    /// <summary>Whether the left one is greater.</summary>
    public static bool operator >(UInt24 left, UInt24 right) => (uint)left > (uint)right;

    /// <summary>Whether the left one is not greater.</summary>
    public static bool operator <=(UInt24 left, UInt24 right) => (uint)left <= (uint)right;

    /// <summary>Whether the left one is not smaller.</summary>
    public static bool operator >=(UInt24 left, UInt24 right) => (uint)left >= (uint)right;
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>A whole number of three bytes with a sign, in this machine's byte order: a sample of the packed formats S24, S20 and S18. Reads as an <see cref="int"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct Int24 : IEquatable<Int24>, IComparable<Int24>
{
    private readonly byte _first;
    private readonly byte _second;
    private readonly byte _third;

    private Int24(int value)
    {
        (byte low, byte high) = ((byte)value, (byte)(value >> 16));
        (_first, _second, _third) = BitConverter.IsLittleEndian ? (low, (byte)(value >> 8), high) : (high, (byte)(value >> 8), low);
    }

    /// <summary>The largest value: 8,388,607.</summary>
    public static Int24 MaxValue => new(0x7FFFFF);

    /// <summary>The smallest value: -8,388,608.</summary>
    public static Int24 MinValue => new(-0x800000);

    /// <summary>The value.</summary>
    /// <param name="value">Three bytes.</param>
    public static implicit operator int(Int24 value) =>
        BitConverter.IsLittleEndian
            ? value._first | (value._second << 8) | ((sbyte)value._third << 16)
            : value._third | (value._second << 8) | ((sbyte)value._first << 16);

    /// <summary>The low three bytes of a value; what does not fit is cut off, as in other conversions.</summary>
    /// <param name="value">-8,388,608 to 8,388,607.</param>
    public static explicit operator Int24(int value) => new(value);

    /// <summary>The low three bytes of a value, or an exception.</summary>
    /// <param name="value">-8,388,608 to 8,388,607.</param>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public static explicit operator checked Int24(int value) =>
        value is >= -0x800000 and <= 0x7FFFFF ? new(value) : throw new OverflowException($"{value} is not a number of 24 bits with a sign: -8388608 to 8388607.");

    /// <inheritdoc/>
    public int CompareTo(Int24 other) => ((int)this).CompareTo(other);

    /// <inheritdoc/>
    public bool Equals(Int24 other) => (int)this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Int24 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => this;

    /// <inheritdoc/>
    public override string ToString() => ((int)this).ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(Int24 left, Int24 right) => left.Equals(right);

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(Int24 left, Int24 right) => !left.Equals(right);

    /// <summary>Whether the left one is smaller.</summary>
    public static bool operator <(Int24 left, Int24 right) => (int)left < (int)right;

    /// <summary>Whether the left one is greater.</summary>
    public static bool operator >(Int24 left, Int24 right) => (int)left > (int)right;

    /// <summary>Whether the left one is not greater.</summary>
    public static bool operator <=(Int24 left, Int24 right) => (int)left <= (int)right;

    /// <summary>Whether the left one is not smaller.</summary>
    public static bool operator >=(Int24 left, Int24 right) => (int)left >= (int)right;
}

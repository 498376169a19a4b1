using System.Globalization;
using System.Numerics;

namespace GstMemInterop.Bytes;

public sealed partial class TypedArray<T>
{
    /// <inheritdoc/>
    public Type ElementType => typeof(T);

    object ITypedArray.GetValue(int index) => this[index];

    void ITypedArray.SetValue(int index, object value)
    {
        ProveIndex(index);
        this[index] = FromObject(value);
    }

    void ITypedArray.InsertValue(int index, object value) => Insert(index, FromObject(value));

    Array ITypedArray.ToArray() => ToArray();

    private static T FromObject(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value is T same)
        {
            return same;
        }

        try
        {
            // Through the widest number of its kind, so that every pair of types goes the same way.
            object? converted = value is double or float or Half or decimal
                ? FromReal(Convert.ToDouble(value is Half half ? (double)half : value, CultureInfo.InvariantCulture))
                : FromInteger(value switch
                {
                    Int128 wide => wide,
                    UInt128 wide => wide,
                    nint pointer => pointer,
                    nuint pointer => pointer,
                    ulong large => large,
                    char letter => letter,
                    bool truth => truth ? 1 : 0,
                    sbyte or byte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
                    BigInteger any => any,
                    _ => throw new ArgumentException($"{value.GetType()} is no number that {typeof(T).Name} could hold.", nameof(value)),
                });
            return converted is T result
                ? result
                : throw new ArgumentException($"A {value.GetType().Name} cannot become {typeof(T).Name}.", nameof(value));
        }
        catch (OverflowException)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"{value} does not fit into {typeof(T).Name}.");
        }
    }

    private static object? FromReal(double value)
    {
        if (typeof(T) == typeof(double))
        {
            return value;
        }

        if (typeof(T) == typeof(float))
        {
            return double.IsFinite(value) && !float.IsFinite((float)value) ? throw new OverflowException() : (float)value;
        }

        if (typeof(T) == typeof(Half))
        {
            return double.IsFinite(value) && !Half.IsFinite((Half)value) ? throw new OverflowException() : (Half)value;
        }

        // The integer part; BigInteger refuses what is not finite.
        return FromInteger(new BigInteger(value));
    }

    private static object? FromInteger(BigInteger value) => default(T) switch
    {
        sbyte => checked((sbyte)value),
        byte => checked((byte)value),
        short => checked((short)value),
        ushort => checked((ushort)value),
        int => checked((int)value),
        uint => checked((uint)value),
        long => checked((long)value),
        ulong => checked((ulong)value),
        nint => checked((nint)value),
        nuint => checked((nuint)value),
        Int128 => checked((Int128)value),
        UInt128 => checked((UInt128)value),
        char => checked((char)value),
        bool => !value.IsZero,
        Half or float or double => double.IsFinite((double)value) ? FromReal((double)value) : throw new OverflowException(),
        _ => null,
    };
}

using System.Globalization;
using System.Runtime.CompilerServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Values as the type that the caller names: numbers become other numbers, enumerations and times; nothing else changes.</summary>
internal static unsafe class ManagedValue
{
    /// <summary>Reads a C value without a box where the type says so already.</summary>
    /// <exception cref="InvalidCastException">It is of another type, or null; the message says of which.</exception>
    internal static T Get<T>(GValue* value, string what)
    {
        if (TryGetExact(value, out T exact))
        {
            return exact;
        }

        object? read = NativeValue.Read(value);
        try
        {
            return Convert<T>(read, what);
        }
        catch (InvalidCastException)
        {
            (read as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <summary>The same; false where that throws, and for a text that is null.</summary>
    internal static bool TryGet<T>(GValue* value, out T result)
    {
        if (TryGetExact(value, out result))
        {
            return result is not null;
        }

        object? read = NativeValue.Read(value);
        if (read is not null && TryConvert(read, out result, out _))
        {
            return true;
        }

        (read as IDisposable)?.Dispose();
        return false;
    }

    /// <exception cref="InvalidCastException">It is of another type, or null; the message says of which.</exception>
    internal static T Convert<T>(object? value, string what)
    {
        if (TryConvert(value, out T result, out Exception? cause))
        {
            return result;
        }

        string wanted = (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)).Name;
        throw new InvalidCastException(
            value is null ? $"{what} is null, not {wanted}." : cause is not null ? $"{what} is {value}, which does not fit {wanted}." : $"{what} is {value.GetType().Name}, not {wanted}.", cause);
    }

    private static bool TryConvert<T>(object? value, out T result, out Exception? cause)
    {
        Type wanted = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        cause = null;
        result = default!;
        try
        {
            object? converted = value switch
            {
                T => value,
                GstBitmask mask when wanted != typeof(GstBitmask) => ConvertNumber(mask.Value, wanted),
                DateTimeOffset time when wanted == typeof(DateTime) => time.DateTime,
                IConvertible number when number is not string => ConvertNumber(number, wanted),
                _ => null,
            };
            result = converted is null ? default! : (T)converted;
            return converted is not null || (value is null && default(T) is null && !typeof(GstObject).IsAssignableFrom(typeof(T)));
        }
        catch (Exception exception) when (exception is OverflowException or FormatException or InvalidCastException)
        {
            cause = exception;
            return false;
        }
    }

    private static object? ConvertNumber(IConvertible number, Type wanted)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (wanted.IsEnum)
        {
            return number is ulong bits ? Enum.ToObject(wanted, bits) : Enum.ToObject(wanted, number.ToInt64(culture));
        }

        if (wanted == typeof(GstClockTime)) { return Time(number); }
        if (wanted == typeof(TimeSpan)) { return Time(number).ToTimeSpan(); }
        return wanted.IsPrimitive && wanted != typeof(char) && wanted != typeof(nint) && wanted != typeof(nuint) ? System.Convert.ChangeType(number, wanted, culture) : null;
    }

    /// <summary>Nanoseconds; -1 is no time, as all bits set are.</summary>
    private static GstClockTime Time(IConvertible number) =>
        number is -1L ? GstClockTime.None : new GstClockTime(number.ToUInt64(CultureInfo.InvariantCulture));

    /// <summary>Where the type says already what the value is; also the nicks of enumerations.</summary>
    internal static bool TryGetExact<T>(GValue* value, out T result)
    {
        nuint type = value->g_type;
        if (typeof(T) == typeof(int) && type == GstConstants.G_TYPE_INT) { return Is(LibGObject.g_value_get_int(value), out result); }
        if (typeof(T) == typeof(uint) && type == GstConstants.G_TYPE_UINT) { return Is(LibGObject.g_value_get_uint(value), out result); }
        if (typeof(T) == typeof(long) && type == GstConstants.G_TYPE_INT64) { return Is(LibGObject.g_value_get_int64(value), out result); }
        if (typeof(T) == typeof(ulong) && type == GstConstants.G_TYPE_UINT64) { return Is(LibGObject.g_value_get_uint64(value), out result); }
        if (typeof(T) == typeof(float) && type == GstConstants.G_TYPE_FLOAT) { return Is(LibGObject.g_value_get_float(value), out result); }
        if (typeof(T) == typeof(double) && type == GstConstants.G_TYPE_DOUBLE) { return Is(LibGObject.g_value_get_double(value), out result); }
        if (typeof(T) == typeof(bool) && type == GstConstants.G_TYPE_BOOLEAN) { return Is(LibGObject.g_value_get_boolean(value) != 0, out result); }
        if (typeof(T) == typeof(GstClockTime) && type == GstConstants.G_TYPE_UINT64) { return Is(new GstClockTime(LibGObject.g_value_get_uint64(value)), out result); }
        if (typeof(T) == typeof(GstFraction) && type == LibGst.gst_fraction_get_type()) { return Is(new GstFraction(LibGst.gst_value_get_fraction_numerator(value), LibGst.gst_value_get_fraction_denominator(value)), out result); }
        if (typeof(T) == typeof(string) && type == GstConstants.G_TYPE_STRING)
        {
            result = (T)(object)NativeText.Read(LibGObject.g_value_get_string(value))!;
            return true;
        }

        if ((typeof(T) == typeof(string) || typeof(T) == typeof(GstEnumValue)) && EnumTypes.IsOne(type))
        {
            int number = EnumTypes.IsFlags(type) ? (int)LibGObject.g_value_get_flags(value) : LibGObject.g_value_get_enum(value);
            GstEnumValue named = new(type, number);
            result = typeof(T) == typeof(string) ? (T)(object)named.Nick : (T)(object)named;
            return true;
        }

        result = default!;
        return false;
    }

    private static bool Is<TValue, T>(TValue value, out T result)
    {
        result = Unsafe.As<TValue, T>(ref value);
        return true;
    }
}

using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>The least and the greatest value that a property takes.</summary>
internal static unsafe class PropertyLimits
{
    internal static (object? Minimum, object? Maximum) Of(GParamSpec* spec)
    {
        GParamSpec* overridden = LibGObject.g_param_spec_get_redirect_target(spec);
        spec = overridden is not null ? overridden : spec;
        if (NativeValue.NameOf(((GTypeClass*)spec->g_type_instance.g_class)->g_type) is var kind && kind == "GstParamFraction")
        {
            GstParamSpecFraction* fraction = (GstParamSpecFraction*)spec;
            return (Fraction(fraction->min_num, fraction->min_den), Fraction(fraction->max_num, fraction->max_den));
        }

        return kind switch
        {
            "GParamChar" => (((GParamSpecChar*)spec)->minimum, ((GParamSpecChar*)spec)->maximum),
            "GParamUChar" => (((GParamSpecUChar*)spec)->minimum, ((GParamSpecUChar*)spec)->maximum),
            "GParamInt" => (((GParamSpecInt*)spec)->minimum, ((GParamSpecInt*)spec)->maximum),
            "GParamUInt" => (((GParamSpecUInt*)spec)->minimum, ((GParamSpecUInt*)spec)->maximum),
            "GParamLong" => ((long)((GParamSpecLong*)spec)->minimum.Value, (long)((GParamSpecLong*)spec)->maximum.Value),
            "GParamULong" => ((ulong)((GParamSpecULong*)spec)->minimum.Value, (ulong)((GParamSpecULong*)spec)->maximum.Value),
            "GParamInt64" => (((GParamSpecInt64*)spec)->minimum, ((GParamSpecInt64*)spec)->maximum),
            "GParamUInt64" => (((GParamSpecUInt64*)spec)->minimum, ((GParamSpecUInt64*)spec)->maximum),
            "GParamFloat" => (((GParamSpecFloat*)spec)->minimum, ((GParamSpecFloat*)spec)->maximum),
            "GParamDouble" => (((GParamSpecDouble*)spec)->minimum, ((GParamSpecDouble*)spec)->maximum),
            _ => (null, null),
        };
    }

    private static GstFraction? Fraction(int numerator, int denominator) =>
        denominator > 0 && numerator != int.MinValue ? new GstFraction(numerator, denominator) : null;
}

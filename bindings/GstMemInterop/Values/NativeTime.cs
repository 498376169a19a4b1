using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>C's three types for dates and times as .NET's two.</summary>
internal static unsafe class NativeTime
{
    private const float FarthestZone = 12; // hours; C refuses those beyond

    /// <summary>A <see cref="DateOnly"/> or <see cref="DateTimeOffset"/>; null for other types, and for times of which not all is known (a year only).</summary>
    internal static object? Read(nuint type, nint boxed)
    {
        if (type == LibGObject.g_date_get_type())
        {
            GDate* date = (GDate*)boxed;
            return LibGLib.g_date_valid(date) != 0 ? Date(LibGLib.g_date_get_year(date), (int)LibGLib.g_date_get_month(date), LibGLib.g_date_get_day(date)) : null;
        }

        if (type == LibGst.gst_date_time_get_type())
        {
            return Read((GstDateTime*)boxed);
        }

        if (type != LibGObject.g_date_time_get_type())
        {
            return null;
        }

        GstDateTime* time = LibGst.gst_date_time_new_from_g_date_time(LibGLib.g_date_time_ref((GDateTime*)boxed));
        DateTimeOffset? read = time is null ? null : Read(time);
        LibGst.gst_date_time_unref(time);
        return read;
    }

    /// <summary>Writes into a value of one of those types; false for other types.</summary>
    internal static bool TryWrite(GValue* value, object content)
    {
        nuint type = value->g_type;
        if (type == LibGObject.g_date_get_type() && content is DateOnly day)
        {
            LibGObject.g_value_take_boxed(value, LibGLib.g_date_new_dmy((byte)day.Day, (GDateMonth)day.Month, (ushort)day.Year));
            return true;
        }

        bool ofGlib = type == LibGObject.g_date_time_get_type();
        if (content is DateOnly || !(ofGlib || type == LibGst.gst_date_time_get_type()))
        {
            return false;
        }

        GstDateTime* time = Make(content is DateTime local ? new DateTimeOffset(local) : (DateTimeOffset)content);
        if (time is null)
        {
            return false;
        }

        LibGObject.g_value_take_boxed(value, ofGlib ? LibGst.gst_date_time_to_g_date_time(time) : time);
        if (ofGlib)
        {
            LibGst.gst_date_time_unref(time);
        }

        return true;
    }

    private static DateTimeOffset? Read(GstDateTime* time)
    {
        if (LibGst.gst_date_time_has_second(time) == 0 || Date(LibGst.gst_date_time_get_year(time), LibGst.gst_date_time_get_month(time), LibGst.gst_date_time_get_day(time)) is not DateOnly day)
        {
            return null;
        }

        TimeOnly clock = new TimeOnly(LibGst.gst_date_time_get_hour(time), LibGst.gst_date_time_get_minute(time), Math.Min(LibGst.gst_date_time_get_second(time), 59))
            .Add(TimeSpan.FromMicroseconds(LibGst.gst_date_time_get_microsecond(time)));
        TimeSpan zone = TimeSpan.FromMinutes(Math.Round(LibGst.gst_date_time_get_time_zone_offset(time) * 60));
        DateTime read = day.ToDateTime(clock);
        bool fits = zone.Duration() <= TimeSpan.FromHours(14) && read.Ticks - zone.Ticks >= 0 && read.Ticks - zone.Ticks <= DateTime.MaxValue.Ticks;
        return fits ? new DateTimeOffset(read, zone) : null;
    }

    private static GstDateTime* Make(DateTimeOffset time)
    {
        time = Math.Abs(time.Offset.TotalHours) > FarthestZone ? time.ToUniversalTime() : time;
        double seconds = time.Second + ((time.Ticks % TimeSpan.TicksPerSecond / 10) / 1e6);
        int zone = time.TotalOffsetMinutes;
        double cut = zone % 60 == 0 ? 0 : Math.CopySign(0.25, zone); // C takes whole minutes out of a float, and cuts
        return LibGst.gst_date_time_new((float)((zone + cut) / 60), time.Year, time.Month, time.Day, time.Hour, time.Minute, seconds);
    }

    private static DateOnly? Date(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
}

namespace GstMemInterop;

/// <summary>Turns a <c>GError</c> that was given to us into an exception or a text, and frees it.</summary>
internal static unsafe class NativeError
{
    internal static string TakeText(Native.GError* error)
    {
        if (error is null)
        {
            return "no reason was given";
        }

        string text = NativeText.Read(error->message) ?? "no reason was given";
        Native.LibGLib.g_error_free(error);
        return text;
    }

    internal static GstException Take(Native.GError* error, string? debugText = null, string? source = null)
    {
        if (error is null)
        {
            return new GstException("GStreamer failed and gave no reason.");
        }

        string? domain = NativeText.Read(Native.LibGLib.g_quark_to_string(error->domain));
        int code = error->code;
        return new GstException(TakeText(error), domain, code, debugText, source);
    }
}

namespace GstMemInterop.Tests.Infrastructure;

/// <summary>Skips a test that the loaded GStreamer is too old for: it is shown as skipped, with the version it needs.</summary>
internal static class Needs
{
    internal static void GStreamerVersion(string version, string what) =>
        Assert.SkipUnless(Has(version), $"needs GStreamer {version}: {what}");

    internal static void VideoFormat(GstVideoFormat format) => GStreamerVersion(Since(format), $"the format {format}");

    internal static bool Has(GstVideoFormat format) => Has(Since(format));

    private static bool Has(string version) => GStreamer.Version >= Version.Parse(version);

    /// <summary>The release that brought a format; they are numbered in the order of their coming.</summary>
    private static string Since(GstVideoFormat format) => format switch
    {
        <= GstVideoFormat.BGR10A2_LE => "1.16",
        <= GstVideoFormat.NV12_32L32 => "1.18",
        <= GstVideoFormat.ABGR64_BE => "1.20",
        _ => "1.22",
    };
}

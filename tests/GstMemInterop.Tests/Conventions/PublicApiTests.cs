namespace GstMemInterop.Tests.Conventions;

/// <summary>The public face is a file that a reviewer reads: nothing enters or leaves it unseen.</summary>
public class PublicApiTests
{
    [Fact]
    public void The_safe_layer_offers_what_was_approved() =>
        ApprovedFile.Check("bindings/GstMemInterop/PublicApi.txt", PublicSurface.Of(typeof(GstBuffer).Assembly));

    [Fact]
    public void The_byte_toolkit_offers_what_was_approved() =>
        ApprovedFile.Check("bindings/GstMemInterop.Bytes/PublicApi.txt", PublicSurface.Of(typeof(Bytes.ByteEdit).Assembly));

    [Fact]
    public void The_raw_layer_has_the_size_that_was_approved() =>
        ApprovedFile.Check("bindings/GstMemInterop.Native/PublicApi.txt", PublicSurface.SummaryOf(typeof(Native.GstBuffer).Assembly));
}

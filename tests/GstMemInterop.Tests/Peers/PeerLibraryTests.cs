using System.Reflection;
using System.Runtime.Loader;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Peers;

/// <summary>What other bindings get wrong with optional libraries; the row is that of README.md.</summary>
public class PeerLibraryTests
{
    [Fact]
    public void A_missing_optional_library_breaks_all_of_initialisation()
    {
        // A second copy of the bindings, for which only the libraries exist that are not optional.
        AssemblyLoadContext copy = new("without optional libraries");
        string folder = AppContext.BaseDirectory;
        Assembly native = copy.LoadFromAssemblyPath(Path.Combine(folder, "GstMemInterop.Native.dll"));
        copy.LoadFromAssemblyPath(Path.Combine(folder, "GstMemInterop.Bytes.dll"));
        Assembly safe = copy.LoadFromAssemblyPath(Path.Combine(folder, "GstMemInterop.dll"));
        Assert.NotEqual(typeof(GstBuffer).Assembly, safe);
        string[] optional = [NativeLibraries.GstVideo, NativeLibraries.GstAudio, NativeLibraries.GstApp, NativeLibraries.GstAllocators];
        native.GetType(typeof(NativeLibraries).FullName!)!.GetProperty(nameof(NativeLibraries.Resolve))!
            .SetValue(null, (Func<string, nint>)(name => optional.Contains(name) ? throw new DllNotFoundException(name) : 0));

        Call(safe, typeof(GStreamer), nameof(GStreamer.Initialize));
        using (IDisposable buffer = (IDisposable)Call(safe, typeof(GstBuffer), nameof(GstBuffer.Allocate), (nuint)16)!)
        {
            Assert.Equal((nuint)16, buffer.GetType().GetProperty(nameof(GstBuffer.Size))!.GetValue(buffer));
        }

        TargetInvocationException refusal = Assert.Throws<TargetInvocationException>(() => Call(
            safe, typeof(GstVideoInfo), nameof(GstVideoInfo.Create), Enum.ToObject(safe.GetType(typeof(GstVideoFormat).FullName!)!, (uint)GstVideoFormat.GRAY8), 8, 8));
        Assert.Contains("gstvideo-1.0", refusal.InnerException!.Message, StringComparison.Ordinal);
        using IDisposable stillWorks = (IDisposable)Call(safe, typeof(GstBuffer), nameof(GstBuffer.Allocate), (nuint)16)!;
    }

    private static object? Call(Assembly assembly, Type type, string method, params object[] arguments) =>
        assembly.GetType(type.FullName!)!.GetMethod(method, [.. arguments.Select(static a => a.GetType())])!.Invoke(null, arguments);
}

using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop;

/// <summary>Which .NET type the samples of a format are.</summary>
internal static class AudioSamples
{
    /// <summary>Whether reading <typeparamref name="T"/> gives the samples' values: the same width, kind, sign and byte order.</summary>
    internal static bool Fit<T>(GstAudioInfo info) where T : unmanaged => info.IsNativeEndian && typeof(T) == TypeOf(info);

    [DoesNotReturn]
    internal static void Refuse<T>(GstAudioInfo info) where T : unmanaged =>
        throw new InvalidOperationException(
            !info.IsNativeEndian
                ? $"Samples in {info.FormatName} are not in this machine's byte order, so {typeof(T).Name} would be wrong values. Take the bytes (Plane, or view[frame, channel]) and BinaryPrimitives, turn them round with ByteEdit.ReverseEndianness(bytes, {info.BytesPerSample}), or put 'audioconvert' and a capsfilter before the pad."
                : TypeOf(info) is { } right
                    ? $"Samples in {info.FormatName} are {right.Name}, not {typeof(T).Name}."
                    : $"Samples in {info.FormatName}, {info.Width} bits each, are no .NET type. Take the bytes (Plane).");

    private static Type? TypeOf(GstAudioInfo info) => (info.Width, info.IsFloat, info.IsSigned) switch
    {
        (8, false, true) => typeof(sbyte),
        (8, false, false) => typeof(byte),
        (16, false, true) => typeof(short),
        (16, false, false) => typeof(ushort),
        (24, false, true) => typeof(Int24),
        (24, false, false) => typeof(UInt24),
        (32, false, true) => typeof(int),
        (32, false, false) => typeof(uint),
        (32, true, _) => typeof(float),
        (64, true, _) => typeof(double),
        _ => null,
    };
}

using System.Buffers.Binary;
using GstMemInterop;

namespace ToneSource;

/// <summary>A melody as 16-bit stereo samples: each note half a second, softly begun and ended.</summary>
internal sealed class Melody
{
    internal const int FramesPerBuffer = 960; // 20 ms
    internal const int BytesPerBuffer = FramesPerBuffer * 4;
    internal static readonly GstFraction Rate = new(48000, 1);

    private const int FramesPerNote = 24000;
    private const int Fade = 600;
    private readonly double[] _frequencies;

    /// <exception cref="FormatException">There is no such note.</exception>
    internal Melody(string notes) => _frequencies = [.. notes.Select(FrequencyOf)];

    internal int Length => _frequencies.Length;

    internal bool HasMore(ulong buffer) => buffer * FramesPerBuffer < (ulong)(Length * FramesPerNote);

    internal void Fill(Span<byte> bytes, ulong buffer)
    {
        for (int i = 0; i < FramesPerBuffer; i++)
        {
            long frame = ((long)buffer * FramesPerBuffer) + i;
            double frequency = _frequencies[Math.Min(frame / FramesPerNote, Length - 1)];
            long inNote = frame % FramesPerNote;
            double loudness = 0.4 * Math.Min(1, Math.Min(inNote, FramesPerNote - inNote) / (double)Fade);
            short sample = frequency == 0 ? (short)0 : (short)(short.MaxValue * loudness * Math.Sin(2 * Math.PI * frequency * inNote / Rate.Numerator));
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(i * 4)..], sample);
            BinaryPrimitives.WriteInt16LittleEndian(bytes[((i * 4) + 2)..], sample);
        }
    }

    private static double FrequencyOf(char note)
    {
        if (note == '-')
        {
            return 0;
        }

        int half = char.ToLowerInvariant(note) switch
        {
            'c' => -9, 'd' => -7, 'e' => -5, 'f' => -4, 'g' => -2, 'a' => 0, 'b' => 2,
            _ => throw new FormatException($"'{note}' is no note: a to g, A to G, or - for silence"),
        };
        return 440 * Math.Pow(2, (half - (char.IsUpper(note) ? 12 : 0)) / 12.0);
    }
}

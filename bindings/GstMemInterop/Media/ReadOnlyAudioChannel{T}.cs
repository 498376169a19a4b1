using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>The samples of one channel, to read: every so many samples of interleaved audio, or a plane of their own.</summary>
/// <remarks>Lives as long as the mapping under the <see cref="ReadOnlyAudioView"/> it comes from.</remarks>
/// <typeparam name="T">What a sample is.</typeparam>
[DebuggerDisplay("{Length} samples, every {Step}")]
public readonly ref struct ReadOnlyAudioChannel<T>
    where T : unmanaged
{
    private readonly ref readonly T _first;
    private readonly int _length;
    private readonly int _step;

    internal ReadOnlyAudioChannel(ref readonly T first, int length, int step)
    {
        _first = ref first;
        _length = length;
        _step = step;
    }

    /// <summary>How many samples (<c>GST_AUDIO_BUFFER_N_SAMPLES</c>).</summary>
    public int Length => _length;

    /// <summary>From one sample to the next, in samples: the number of channels when they are interleaved, 1 in a plane.</summary>
    public int Step => _step;

    /// <summary>One sample by reference.</summary>
    /// <param name="frame">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ref readonly T this[int frame]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)frame >= (uint)_length)
            {
                Throw.IndexOutOfRange("frames of the audio", frame, _length);
            }

            return ref Unsafe.Add(ref Unsafe.AsRef(in _first), (nint)frame * _step);
        }
    }

    /// <summary>Iterates the samples: <c>foreach (short sample in channel)</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>All samples as a span, where they lie side by side: in a plane, or of the only channel.</summary>
    /// <param name="samples">The samples; nothing when they do not.</param>
    public bool TryGetSpan(out ReadOnlySpan<T> samples)
    {
        samples = _step == 1 ? MemoryMarshal.CreateReadOnlySpan(in _first, _length) : default;
        return _step == 1;
    }

    /// <summary>Copies the channel's samples, one after the other.</summary>
    /// <param name="destination">At least <see cref="Length"/> samples.</param>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    public void CopyTo(Span<T> destination)
    {
        if (destination.Length < _length)
        {
            throw new ArgumentException($"The channel has {_length} samples and the destination room for {destination.Length}.", nameof(destination));
        }

        for (int frame = 0; frame < _length; frame++)
        {
            destination[frame] = Unsafe.Add(ref Unsafe.AsRef(in _first), (nint)frame * _step);
        }
    }

    /// <summary>A new array of the samples.</summary>
    public T[] ToArray()
    {
        T[] samples = new T[_length];
        CopyTo(samples);
        return samples;
    }

    /// <summary>Iterates the samples of a channel.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlyAudioChannel<T> _channel;
        private int _frame;

        internal Enumerator(ReadOnlyAudioChannel<T> channel)
        {
            _channel = channel;
            _frame = -1;
        }

        /// <summary>The current sample.</summary>
        public readonly ref readonly T Current => ref _channel[_frame];

        /// <summary>Goes to the next sample.</summary>
        public bool MoveNext() => ++_frame < _channel._length;
    }
}

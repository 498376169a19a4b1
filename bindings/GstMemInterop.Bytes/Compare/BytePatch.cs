namespace GstMemInterop.Bytes;

/// <summary>One change of a <see cref="BytePatch"/>.</summary>
/// <param name="Offset">Where the change begins, in both versions.</param>
/// <param name="Before">The bytes that must be there.</param>
/// <param name="After">The bytes that replace them.</param>
public readonly record struct BytePatchHunk(int Offset, ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After);

/// <summary>
/// The changes between two versions of a block, made by <see cref="ByteDiff.CreatePatch"/>. It knows the old bytes too, so it
/// is refused where it does not belong and can be reversed.
/// </summary>
/// <remarks>Immutable: any thread may use it.</remarks>
public sealed class BytePatch
{
    private readonly BytePatchHunk[] _hunks;

    internal BytePatch(int beforeLength, int afterLength, BytePatchHunk[] hunks)
    {
        BeforeLength = beforeLength;
        AfterLength = afterLength;
        _hunks = hunks;
    }

    /// <summary>Length of the block it applies to, in bytes.</summary>
    public int BeforeLength { get; }

    /// <summary>Length of the block afterwards, in bytes.</summary>
    public int AfterLength { get; }

    /// <summary>True when both versions are the same.</summary>
    public bool IsEmpty => _hunks.Length == 0;

    /// <summary>The changes, ascending. Only the last one may change the length.</summary>
    public IReadOnlyList<BytePatchHunk> Hunks => _hunks;

    /// <summary>The patch that undoes this one.</summary>
    public BytePatch Inverse() => new(AfterLength, BeforeLength, Array.ConvertAll(_hunks, static h => new BytePatchHunk(h.Offset, h.After, h.Before)));

    /// <summary>Changes a block in place. Possible when the length stays the same.</summary>
    /// <exception cref="ArgumentException">
    /// The block has another length, or other bytes than the patch was made from; nothing is written.
    /// </exception>
    /// <exception cref="InvalidOperationException">The patch changes the length; use <see cref="ApplyToCopy"/>.</exception>
    public void Apply(Span<byte> block)
    {
        if (BeforeLength != AfterLength)
        {
            Throw.InvalidOperation(
                $"The patch turns {BeforeLength} bytes into {AfterLength}; a span cannot change its length. Use {nameof(ApplyToCopy)}.");
        }

        ProveFits(block);
        foreach (BytePatchHunk hunk in _hunks)
        {
            hunk.After.Span.CopyTo(block[hunk.Offset..]);
        }
    }

    /// <summary>Undoes the patch in place: the same as applying <see cref="Inverse"/>.</summary>
    /// <exception cref="ArgumentException">The block is not what the patch produces; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The patch changes the length.</exception>
    public void Reverse(Span<byte> block) => Inverse().Apply(block);

    /// <summary>A changed copy of a block; the length may change.</summary>
    /// <exception cref="ArgumentException">The block is not what the patch was made from.</exception>
    public byte[] ApplyToCopy(ReadOnlySpan<byte> block)
    {
        ProveFits(block);
        byte[] result = new byte[AfterLength];
        block[..Math.Min(BeforeLength, AfterLength)].CopyTo(result);
        foreach (BytePatchHunk hunk in _hunks)
        {
            hunk.After.Span.CopyTo(result.AsSpan(hunk.Offset));
        }

        return result;
    }

    private void ProveFits(ReadOnlySpan<byte> block)
    {
        if (block.Length != BeforeLength)
        {
            Throw.Argument(nameof(block), $"The block has {block.Length} bytes; the patch was made from {BeforeLength}. Nothing was written.");
        }

        foreach (BytePatchHunk hunk in _hunks)
        {
            if (!block.Slice(hunk.Offset, hunk.Before.Length).SequenceEqual(hunk.Before.Span))
            {
                Throw.Argument(nameof(block), $"The block has other bytes at offset {hunk.Offset} than the patch was made from. Nothing was written.");
            }
        }
    }
}

namespace GstMemInterop;

/// <summary>Freed blocks of one size: a stack for each processor, so that streaming threads seldom meet. Another one's is asked before a fresh block is made.</summary>
internal sealed class KeptBlocks
{
    private readonly Stack[] _stacks = new Stack[Math.Min(Environment.ProcessorCount, 16)];

    internal KeptBlocks()
    {
        for (int i = 0; i < _stacks.Length; i++)
        {
            _stacks[i] = new Stack();
        }
    }

    private int Home => (int)((uint)Thread.GetCurrentProcessorId() % (uint)_stacks.Length);

    /// <summary>The block that was freed last, most likely still in this processor's cache; 0 when none is kept.</summary>
    internal nint Take()
    {
        int home = Home;
        for (int i = 0; i < _stacks.Length; i++)
        {
            int index = home + i;
            nint block = _stacks[index < _stacks.Length ? index : index - _stacks.Length].Pop();
            if (block != 0)
            {
                return block;
            }
        }

        return 0;
    }

    internal void Keep(nint block) => _stacks[Home].Push(block);

    private sealed class Stack
    {
        private readonly Lock _gate = new();
        private nint[] _blocks = new nint[16];
        private int _count;

        internal nint Pop()
        {
            if (Volatile.Read(ref _count) == 0)
            {
                return 0;
            }

            lock (_gate)
            {
                return _count == 0 ? 0 : _blocks[--_count];
            }
        }

        internal void Push(nint block)
        {
            lock (_gate)
            {
                if (_count == _blocks.Length)
                {
                    Array.Resize(ref _blocks, _count * 2);
                }

                _blocks[_count++] = block;
            }
        }
    }
}

namespace GstMemInterop;

/// <summary>One call of a sample handler: the sample that is lent for it. The struct that the handler gets only points here.</summary>
internal sealed unsafe class SampleTurn(AppSinkLink link) : Lending
{
    private ulong _last;

    internal AppSinkLink Link => link;

    internal Native.GstSample* Sample { get; private set; }

    /// <summary>Which call it is; 0 between them.</summary>
    internal ulong Number { get; private set; }

    internal void Lend(Native.GstSample* sample)
    {
        Sample = sample;
        Number = ++_last;
    }

    internal void Withdraw()
    {
        Number = 0;
        Sample = null;
        Change();
    }
}

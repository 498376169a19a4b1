using System.Diagnostics;

namespace GstMemInterop;

/// <summary>Borrows a region of interest: a rectangle of a video frame, what it shows, and any parameters. Stands on <c>GstVideoRegionOfInterestMeta</c>.</summary>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>. What is set sticks; setting needs a writable buffer.
/// </remarks>
[DebuggerDisplay("{RegionType} {X},{Y} {Width}x{Height}")]
public readonly unsafe ref struct GstVideoRegionOfInterestMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstVideoRegionOfInterestMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>What the region shows, for example <c>face</c> (<c>GstVideoRegionOfInterestMeta.roi_type</c>); empty when nothing is said.</summary>
    public string RegionType { get { using HandleLease lease = _borrow.Enter(); return NativeText.Read(Native.LibGLib.g_quark_to_string(Region->roi_type)) ?? ""; } }

    /// <summary>A number for this region (<c>GstVideoRegionOfInterestMeta.id</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public int Id
    {
        get { using HandleLease lease = _borrow.Enter(); return Region->id; }
        set { using HandleLease lease = _borrow.EnterWritable(); Region->id = value; }
    }

    /// <summary>The <see cref="Id"/> of the region that this one lies in: the face of an eye (<c>GstVideoRegionOfInterestMeta.parent_id</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public int ParentId
    {
        get { using HandleLease lease = _borrow.Enter(); return Region->parent_id; }
        set { using HandleLease lease = _borrow.EnterWritable(); Region->parent_id = value; }
    }

    /// <summary>Pixels left of the region (<c>GstVideoRegionOfInterestMeta.x</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public uint X
    {
        get { using HandleLease lease = _borrow.Enter(); return Region->x; }
        set { using HandleLease lease = _borrow.EnterWritable(); Region->x = value; }
    }

    /// <summary>Rows above the region (<c>GstVideoRegionOfInterestMeta.y</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public uint Y
    {
        get { using HandleLease lease = _borrow.Enter(); return Region->y; }
        set { using HandleLease lease = _borrow.EnterWritable(); Region->y = value; }
    }

    /// <summary>Pixels in a row of the region (<c>GstVideoRegionOfInterestMeta.w</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public uint Width
    {
        get { using HandleLease lease = _borrow.Enter(); return Region->w; }
        set { using HandleLease lease = _borrow.EnterWritable(); Region->w = value; }
    }

    /// <summary>Rows of the region (<c>GstVideoRegionOfInterestMeta.h</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public uint Height
    {
        get { using HandleLease lease = _borrow.Enter(); return Region->h; }
        set { using HandleLease lease = _borrow.EnterWritable(); Region->h = value; }
    }

    /// <summary>How many parameters the region carries (<c>GstVideoRegionOfInterestMeta.params</c>).</summary>
    public int ParameterCount { get { using HandleLease lease = _borrow.Enter(); return (int)Native.LibGLib.g_list_length(Region->@params); } }

    /// <summary>Borrows a parameter by its structure's name (<c>gst_video_region_of_interest_meta_get_param</c>).</summary>
    /// <param name="name">For example <c>roi/x264enc</c>.</param>
    /// <param name="parameter">The parameter; a default value when there is none of that name.</param>
    public bool TryGetParameter(string name, out GstMetaStructureRef parameter)
    {
        ArgumentNullException.ThrowIfNull(name);
        using HandleLease lease = _borrow.Enter();
        using NativeText text = new(name);
        Native.GstStructure* found = Native.LibGstVideo.gst_video_region_of_interest_meta_get_param(Region, text.Pointer);
        parameter = found is null ? default : new GstMetaStructureRef(_borrow, found, MetaStructurePlace.RegionParameter);
        return found is not null;
    }

    /// <summary>Adds a parameter (<c>gst_video_region_of_interest_meta_add_param</c>).</summary>
    /// <param name="structure">In GStreamer's text form, for example <c>roi/x264enc, delta-qp=(double)-0.5</c>; a bare name adds one without fields.</param>
    /// <returns>The parameter, to set fields in it.</returns>
    /// <exception cref="FormatException">The text is not a structure.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public GstMetaStructureRef AddParameter(string structure)
    {
        using HandleLease lease = _borrow.EnterWritable();
        Native.GstStructure* parsed = MetaStructures.Parse(structure);
        Native.LibGstVideo.gst_video_region_of_interest_meta_add_param(Region, parsed);
        return new GstMetaStructureRef(_borrow, parsed, MetaStructurePlace.RegionParameter);
    }

    private Native.GstVideoRegionOfInterestMeta* Region => (Native.GstVideoRegionOfInterestMeta*)_borrow.Pointer;
}

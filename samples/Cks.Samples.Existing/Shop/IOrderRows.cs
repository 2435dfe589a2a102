namespace Cks.Samples.Existing;

/// <summary>The orders that somebody sees.</summary>
public interface IOrderRows
{
    /// <summary>A query that is narrowed to them.</summary>
    IQueryable<Order> Mine { get; }
}

namespace Cks.QueryBuilder;

/// <summary>Temporary.</summary>
public sealed class SqlTag
{
    private SqlTag(int id, string comment) => (Id, Comment) = (id, comment);
    internal int Id { get; }
    internal string Comment { get; }
}

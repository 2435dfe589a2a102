namespace Cks.QueryBuilder;

/// <summary>
/// How a column is compared with a value. As in SQL, NULL compares with nothing: a row whose column is NULL matches none of these, not even <see cref="Ne"/>.
/// Text is ordered by code point on every dialect.
/// </summary>
public enum Op
{
    /// <summary>Equal.</summary>
    Eq,

    /// <summary>Not equal.</summary>
    Ne,

    /// <summary>Less than.</summary>
    Lt,

    /// <summary>At most.</summary>
    Le,

    /// <summary>Greater than.</summary>
    Gt,

    /// <summary>At least.</summary>
    Ge,
}

namespace Cks.Rbac.AuthZen;

internal enum SearchKind : byte
{
    Subject,
    Resource,
    Action,
}

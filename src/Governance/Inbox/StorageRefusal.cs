using Governance.Database;
using Governance.Messages;

namespace Governance.Inbox;

/// <summary>What the sender hears when the portal could not store his message for a reason that passes.</summary>
internal static class StorageRefusal
{
    /// <summary>Null: it is none of those.</summary>
    public static Rejection? Of(Exception fault) => fault switch
    {
        WriterBusyException => MessageRejection.Busy.Because(fault.Message),
        StorageException => MessageRejection.StorageFailed,
        _ => null,
    };
}

// What was typed and is not saved yet, on this device: it outlives a lost page and a killed browser.
//
// A draft is {page, user, about, text, base, revision, at}: the text, and the saved one that it was typed upon.
// Everybody's drafts are their own; nobody else who signs in here is shown them.
const DAYS_30 = 30 * 24 * 3600 * 1000;
const NAME = "kept-meetings";
const KEY = "kept-meeting:";

export async function openDrafts(user, about) {
  try {
    return await inDatabase(user, about);
  } catch {
    return inStorage(user, about);
  }
}

async function inDatabase(user, about) {
  const database = await opened();
  const deed = (mode, verb) => new Promise((resolve, reject) => {
    const deed = database.transaction("drafts", mode);
    const asked = verb(deed.objectStore("drafts"));
    deed.oncomplete = () => resolve(asked.result);
    deed.onerror = deed.onabort = () => reject(deed.error);
  });
  return {
    put: (draft) => deed("readwrite", (store) => store.put({ ...draft, user, about, at: Date.now() })),
    drop: (page) => deed("readwrite", (store) => store.delete(page)),
    all: async () => {
      const found = await deed("readonly", (store) => store.getAll());
      for (const draft of found) if (Date.now() - draft.at > DAYS_30) deed("readwrite", (store) => store.delete(draft.page));
      return mineOf(found, user, about);
    },
  };
}

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "page" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = () => reject(asked.error);
  });
}

// Where a browser has no database for this page: the smaller storage, which a killed browser may lose a second of.
function inStorage(user, about) {
  return {
    put: async (draft) => localStorage.setItem(KEY + draft.page, JSON.stringify({ ...draft, user, about, at: Date.now() })),
    drop: async (page) => localStorage.removeItem(KEY + page),
    all: async () => {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(KEY));
      return mineOf(keys.map((key) => JSON.parse(localStorage.getItem(key))), user, about);
    },
  };
}

function mineOf(drafts, user, about) {
  const mine = drafts.filter((draft) => draft.user === user && draft.about === about);
  return mine.sort((one, other) => one.at - other.at);
}
